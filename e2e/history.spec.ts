import { expect, test, type Page } from '@playwright/test'
import { breakIt, clock, CREATE, elsewhere, hash, inspector, noAxeViolations, open, output, play, pods, run, screenText, SET_IMAGE, soon, step, stepBy, thing, holdEngine, stopEngine } from './page.ts'
import { linkTo, recordOf, shared } from './record.ts'

const slider = (page: Page) => page.getByRole('slider', { name: 'Timeline' })
const dialog = (page: Page) => page.getByRole('dialog')
const bookmarks = (page: Page) => page.getByRole('list', { name: 'Bookmarks' })
const lanes = (page: Page) => page.getByRole('list', { name: 'Other branches' })

/** Keys of the map rest while somebody types in the terminal. */
const key = async (page: Page, name: string) => {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press(name)
}

async function bookmark(page: Page, name: string): Promise<void> {
  await key(page, 'b')
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill(name)
  await page.keyboard.press('Enter')
  await expect(bookmarks(page).getByRole('button', { name: new RegExp(name) })).toBeVisible()
}

test('of an hour and a half the last part is kept: the timeline says where history starts, and nothing leads behind that', async ({ page, context }) => {
  await open(page, 'scenario=sandbox&speed=200&lang=en&theme=dark')
  await bookmark(page, 'the very beginning')
  await run(page, 'kubectl create deployment web --image=nginx')
  const { revision: early } = await clock(page)
  // The same session, gone on with for half a million events: a link holds inputs, and who opens it lives all of them.
  const record = recordOf(await shared(page))
  const far = { branch: 0, handled: 510_000, at: 1e15 }
  const long = await context.newPage()
  long.on('pageerror', (error) => { throw error })
  await long.goto(linkTo({ ...record, ends: [far], head: { ...far, settled: true } }))
  await expect(slider(long)).toContainText('history starts here', { timeout: 90_000 })
  const from = Number(await slider(long).getAttribute('aria-valuemin')) / 1000
  const end = await clock(long)
  expect(from).toBeGreaterThan(600)
  expect(end.seconds - from, 'the larger part is kept').toBeGreaterThan(from)
  const last = await hash(long)

  await key(long, 'Home')
  await elsewhere(long, last)
  const edge = await clock(long)
  expect(edge.seconds).toBeCloseTo(from, 2)
  // The cluster of that moment, not an empty one: what was made before is there.
  expect((await pods(long, /^nginx/)).map(({ state }) => state)).toEqual(['Ready'])
  await noAxeViolations(long)
  const there = await hash(long)
  for (const size of ['message', 'write', 'reconcile', 'object', 'milestone']) {
    await stepBy(long, size)
    await long.getByRole('button', { name: 'One step back' }).click()
    // What is asked afterwards is answered afterwards.
    await shared(long)
    expect(await hash(long), `a step back by ${size} stays at the edge`).toBe(there)
  }
  await slider(long).focus()
  await long.keyboard.press('PageUp')
  await shared(long)
  expect(await hash(long)).toBe(there)

  // What lies behind the edge is refused in words, by whatever way somebody goes there.
  const refusal = long.getByRole('status').getByRole('listitem').filter({ hasText: `That lies before the kept history, which starts at ${Math.round(from)} s.` })
  await bookmarks(long).getByRole('button', { name: /the very beginning/ }).click()
  await expect(refusal).toHaveCount(1)
  await key(long, 'Control+k')
  await long.getByRole('combobox').fill(`rev ${early}`)
  await long.keyboard.press('Enter')
  await expect(refusal).toHaveCount(2)
  expect(await hash(long)).toBe(there)

  // From the edge on, every step and the whole way lead to the same end.
  await stepBy(long, 'write')
  await step(long, 'One step forward')
  expect((await clock(long)).revision).toBe(edge.revision + 1)
  await key(long, 'End')
  await soon(() => hash(long)).toBe(last)
  // A chain that reaches behind the edge says so, and leads nowhere else.
  await thing(long, (await pods(long, /^nginx/))[0]!.thing).click()
  await key(long, 'w')
  await expect(inspector(long)).toContainText(/no longer kept/)
  await long.keyboard.press('t')
  expect(await output(long, 'kubectl get deployment web')).toMatch(/web +1\/1/)
})

test('brackets walk from change to change of what is selected, exactly the writes that the log of etcd has of it', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  const end = await hash(page)
  await page.getByRole('tab', { name: 'etcd log' }).click()
  await page.getByRole('searchbox', { name: 'Filter by key or writer' }).fill('deployments/default/httpd-app')
  const rows = page.getByRole('region', { name: 'Log', exact: true }).getByRole('button', { name: /Go to revision/ })
  await expect(rows.first()).toBeVisible()
  const written = (await rows.allInnerTexts()).map(Number)
  expect(written.length).toBeGreaterThan(3)
  await key(page, 'Control+k')
  await page.getByRole('combobox').fill('Deployment httpd-app')
  await page.keyboard.press('Enter')
  await inspector(page).getByRole('tab', { name: 'YAML' }).click()
  const version = async () => Number(/resourceVersion: "(\d+)"/.exec(await inspector(page).innerText())?.[1])
  await soon(version).toBe(written[0])
  // The first press goes to the moment of the last write, each further one to the one before.
  for (const revision of written) {
    const before = await hash(page)
    await key(page, '[')
    await elsewhere(page, before)
    await soon(version).toBe(revision)
    // etcd may be further by then: the change is shown when the API server has heard of it.
    expect((await clock(page)).revision).toBeGreaterThanOrEqual(revision)
  }
  for (const revision of written.slice(0, -1).reverse()) {
    const before = await hash(page)
    await key(page, ']')
    await elsewhere(page, before)
    await soon(version).toBe(revision)
    // etcd may be further by then: the change is shown when the API server has heard of it.
    expect((await clock(page)).revision).toBeGreaterThanOrEqual(revision)
  }
  await key(page, 'End')
  await soon(() => hash(page)).toBe(end)
})

const WRONG: readonly (readonly [typed: string, marked: string, said: RegExp])[] = [
  ['pods running', 'running', /“running”/],
  ['node node-z Ready', 'node-z', /“node-z”/],
  ['node node-b Sleepy', 'Sleepy', /“Sleepy”/],
  ['rev soon', 'soon', /“soon” is not a whole number/],
  ['pods ready app=web >= 3 now', 'now', /Nothing more can follow here/],
  ['whenever', 'whenever', /“whenever”/],
]

test('a condition that cannot be meant is marked at its word and runs nothing; one that is so already, or never comes, is told', async ({ page }) => {
  await open(page, 'scenario=node-loss&speed=200&lang=en&theme=dark')
  const before = await hash(page)
  await key(page, 'u')
  const field = dialog(page).getByRole('textbox', { name: 'Condition' })
  for (const [typed, marked, said] of WRONG) {
    await field.fill(typed)
    await page.keyboard.press('Enter')
    await expect(dialog(page).locator('mark'), typed).toHaveText(marked)
    await expect(dialog(page).getByRole('status'), typed).toContainText(said)
  }
  expect(await hash(page)).toBe(before)
  await field.fill('rev 3')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').getByText('That is so already.')).toBeVisible()
  expect(await hash(page)).toBe(before)

  await key(page, 'u')
  await field.fill('node node-b NotReady')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').getByText('It did not come true within 600 seconds of virtual time.')).toBeVisible({ timeout: 60_000 })
  await soon(async () => (await clock(page)).seconds).toBeGreaterThanOrEqual(599)
  const calm = (await clock(page)).seconds
  await page.getByRole('button', { name: 'Pause' }).click({ timeout: 1_000 }).catch(() => undefined)
  await page.getByRole('button', { name: /node-b/ }).first().click()
  await expect(page.getByRole('button', { name: /1 broken/ })).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click({ timeout: 1_000 }).catch(() => undefined)
  await key(page, 'u')
  await field.fill('node node-b NotReady')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('treeitem', { name: /^Node node-b, Unknown|^Node node-b, powered off/ })).toHaveCount(1)
  await soon(async () => (await clock(page)).seconds).toBeGreaterThan(calm + 30)
  expect(await output(page, 'kubectl get node node-b')).toMatch(/node-b +NotReady/)
})

/** A session with everything in it that a visitor can make: two futures, one with a name, a moment that was kept, something broken, and commands. */
async function rich(page: Page): Promise<void> {
  await holdEngine(page)
  await open(page)
  await run(page, CREATE)
  await run(page, SET_IMAGE)
  await stepBy(page, 'milestone')
  for (let count = 0; count < 3; count++) await step(page, 'One step back')
  await breakIt(page, thing(page, 'node/node-a'), 'Power the machine off')
  await expect(lanes(page).getByRole('button', { name: /main/ })).toBeVisible()
  await bookmark(page, 'half way')
  await play(page)
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  await page.getByRole('button', { name: 'Branches' }).click()
  await page.getByRole('menuitem', { name: /^Rename/ }).last().click()
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('what if a dies')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toHaveCount(0)
}

/** The engine is told what makes no sense, as a bug of ours would; the visitor takes the way back that the page offers. */
async function crash(page: Page): Promise<void> {
  await stopEngine(page)
  await page.getByRole('button', { name: 'Restore my session' }).click()
}

/** The page has kept the session as it stands now: that takes it a moment. */
async function writtenDown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { head, entries } = JSON.parse(sessionStorage.getItem('glass-cluster.session') ?? '{}') as { head?: { settled?: boolean }; entries?: readonly { command: { do: string } }[] }
    return head?.settled === true && entries?.at(-1)?.command.do === 'rename-branch'
  })
}

/** All that must be there again, each as the page tells it. */
async function told(page: Page): Promise<object> {
  if (!(await page.locator('#terminal').isVisible())) await key(page, 't')
  await expect(screenText(page)).toBeVisible()
  await expect(lanes(page).getByRole('button')).toHaveCount(1)
  await page.getByRole('button', { name: 'Branches' }).click()
  await expect(page.getByRole('menuitemradio')).toHaveCount(2)
  const branches = await page.getByRole('menuitemradio').allInnerTexts()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menuitemradio')).toHaveCount(0)
  await page.getByRole('button', { name: /1 broken/ }).click()
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(1)
  const broken = await page.getByRole('dialog').getByRole('listitem').allInnerTexts()
  await page.keyboard.press('Escape')
  return { hash: await hash(page), ...(await clock(page)), branches, broken, kept: await bookmarks(page).getByRole('button').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent)), pods: [...await pods(page)].sort((a, b) => a.name.localeCompare(b.name)), typed: (await screenText(page).innerText()).match(/kubectl .*/g) }
}

test('a reload, a crash of the engine, a file and a link lose nothing: futures and their names, kept moments, what is broken, what was typed', async ({ page, context }) => {
  await rich(page)
  const whole = await told(page)
  for (const words of ['what if a dies', 'half way', 'node-a powered off', 'kubectl scale']) expect(JSON.stringify(whole)).toContain(words)
  await writtenDown(page)
  const ready = (on: Page) => soon(() => hash(on)).toBe((whole as { hash: string }).hash)

  await crash(page)
  await ready(page)
  expect(await told(page), 'after a crash').toEqual(whole)

  await writtenDown(page)
  await page.reload()
  await ready(page)
  expect(await told(page), 'after a reload').toEqual(whole)

  // Nothing was done on this page since it was loaded, and still there is something to lose.
  await writtenDown(page)
  await crash(page)
  await ready(page)
  expect(await told(page), 'after a reload and a crash').toEqual(whole)

  const link = await shared(page)
  await page.getByRole('button', { name: 'Share' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save as a file' }).click()])
  const file = await download.path()
  await page.keyboard.press('Escape')
  const other = await context.newPage()
  other.on('pageerror', (error) => { throw error })
  await other.goto(link)
  await ready(other)
  expect(await told(other), 'from a link').toEqual(whole)

  await other.goto('./?scenario=sandbox&speed=200&lang=en&theme=dark')
  await expect(other.locator('[data-settled="true"]')).toBeVisible()
  await other.getByRole('button', { name: 'Share' }).click()
  await other.locator('input[type="file"]').setInputFiles(file)
  await ready(other)
  expect(await told(other), 'from a file').toEqual(whole)

  // The kept moment is that moment still, on the future that it was kept of.
  await bookmarks(other).getByRole('button', { name: /half way/ }).click()
  await elsewhere(other, (whole as { hash: string }).hash)
  const kept = await hash(other)
  await bookmarks(page).getByRole('button', { name: /half way/ }).click()
  await soon(() => hash(page)).toBe(kept)
})

test('a link of another engine is lived up to the first difference, and the page says at which revision that is', async ({ page, context }) => {
  await open(page)
  await run(page, CREATE)
  const atRest = await clock(page)
  await run(page, SET_IMAGE)
  const record = recordOf(await shared(page))
  const [first, second] = record.entries
  expect(record.entries).toHaveLength(2)
  const other = await context.newPage()
  other.on('pageerror', (error) => { throw error })
  await other.goto(linkTo({ ...record, engine: '0.0.9', entries: [first!, { ...second!, hash: 'feedfeedfeedfeed' }] }))
  await expect(other.getByRole('status').getByRole('listitem')).toContainText(`Recorded with engine 0.0.9, replayed with ${record.engine}: the first difference is at revision ${atRest.revision}. What follows there is left out.`)
  expect(await clock(other)).toEqual(atRest)
  expect((await pods(other)).map(({ image, state }) => `${image} ${state}`)).toEqual(['httpd Ready', 'httpd Ready'])
  await noAxeViolations(other)
  // Another version that lives the same history is no news.
  const same = await context.newPage()
  await same.goto(linkTo({ ...record, engine: '0.0.9' }))
  await soon(() => hash(same)).toBe(await hash(page))
  await expect(same.getByRole('status').getByRole('listitem')).toHaveCount(0)
})
