import { expect, test, type Page } from '@playwright/test'
import { breakIt, clock, CREATE, elsewhere, hash, inspector, open, output, play, pods, run, screenText, SET_IMAGE, soon, step, stepBy, thing } from './page.ts'

const FAST = 'speed=200&lang=en&theme=dark'
const slider = (page: Page) => page.getByRole('slider', { name: 'Timeline' })
const badge = (page: Page) => page.locator('#stage section span b').innerText()

test.describe('one step', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, FAST)
    await run(page, CREATE)
  })

  test('by message lets one message arrive, and the step back takes exactly that back', async ({ page }) => {
    await toTheMiddle(page)
    await stepBy(page, 'message')
    const moments = [await momentOf(page)]
    for (let count = 0; count < 5; count++) {
      await step(page, 'One step forward')
      moments.push(await momentOf(page))
    }
    expect(new Set(moments.map(({ hash: one }) => one)).size).toBe(6)
    expect(moments.map(({ seconds }) => seconds)).toEqual(moments.map(({ seconds }) => seconds).sort((a, b) => a - b))
    for (const before of moments.slice(1, -1).reverse()) {
      await step(page, 'One step back')
      expect(await momentOf(page)).toEqual(before)
    }
  })

  test('by write moves the revision of etcd by exactly one', async ({ page }) => {
    await toTheMiddle(page)
    await stepBy(page, 'write')
    await step(page, 'One step forward')
    const { revision } = await clock(page)
    for (let count = 1; count <= 6; count++) {
      await step(page, 'One step forward')
      expect((await clock(page)).revision).toBe(revision + count)
    }
    for (let count = 5; count >= 0; count--) {
      await step(page, 'One step back')
      expect((await clock(page)).revision).toBe(revision + count)
    }
  })

  test('by reconcile ends one more run of a control loop', async ({ page }) => {
    await page.getByRole('button', { name: 'To the start' }).click()
    await soon(async () => (await clock(page)).seconds).toBe(0)
    await stepBy(page, 'reconcile')
    await page.getByRole('tab', { name: 'Swimlanes' }).click()
    const moments = [await momentOf(page)]
    const drawn: number[] = []
    for (let count = 0; count < 8; count++) {
      await step(page, 'One step forward')
      moments.push(await momentOf(page))
      drawn.push(await settledCount(() => runsThatEnded(page)))
    }
    expect(drawn, 'runs that ended stay drawn').toEqual([...drawn].sort((a, b) => a - b))
    expect(new Set(drawn).size, 'most of these runs belong to this command').toBeGreaterThan(3)
    await step(page, 'One step back')
    expect(await momentOf(page)).toEqual(moments.at(-2))
  })

  test('by object goes to the next write of what is selected', async ({ page }) => {
    const pod = (await pods(page))[0]!
    await thing(page, pod.thing).click()
    await inspector(page).getByRole('tab', { name: 'YAML' }).click()
    await stepBy(page, 'object')
    const version = async () => Number(/resourceVersion: "(\d+)"/.exec(await inspector(page).innerText())?.[1])
    await step(page, 'One step back')
    const versions = [await version()]
    for (let count = 0; count < 4; count++) {
      await step(page, 'One step back')
      await soon(version, 'the Pod as it was before').not.toBe(versions.at(-1))
      versions.push(await version())
      expect((await clock(page)).revision, 'the page stands where that was written').toBeGreaterThanOrEqual(versions.at(-1)!)
    }
    expect(versions).toEqual([...versions].sort((a, b) => b - a))
    await step(page, 'One step forward')
    await soon(version).toBe(versions.at(-2))
  })

  test('by milestone goes from one hop of the lesson to another', async ({ page }) => {
    await stepBy(page, 'milestone')
    await soon(() => badge(page)).toBe('A 34')
    await step(page, 'One step back')
    const seen = [34]
    for (let count = 0; count < 6; count++) {
      await step(page, 'One step back')
      seen.push(Number((await badge(page)).slice(2)))
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a))
    await step(page, 'One step forward')
    expect(Number((await badge(page)).slice(2))).toBe(seen.at(-2))
  })
})

test('a click on the timeline goes to that moment, and the arrow keys walk from there', async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
  const end = await momentOf(page)
  const box = (await slider(page).boundingBox())!
  await page.mouse.click(box.x + 150, box.y + 29)
  await elsewhere(page, end.hash)
  const there = await momentOf(page)
  expect(there.seconds).toBeGreaterThan(0)
  expect(there.seconds).toBeLessThan(end.seconds)
  await slider(page).focus()
  await page.keyboard.press('ArrowLeft')
  await soon(async () => (await clock(page)).seconds).toBeCloseTo(there.seconds - .1, 3)
  await page.keyboard.press('ArrowRight')
  await soon(async () => (await clock(page)).seconds).toBeCloseTo(there.seconds, 3)
  await page.keyboard.press('PageUp')
  await soon(async () => (await clock(page)).seconds).toBeCloseTo(Math.max(0, there.seconds - 1), 3)
  await page.keyboard.press('Home')
  await soon(async () => (await clock(page)).seconds).toBe(0)
  await page.keyboard.press('End')
  await soon(() => momentOf(page)).toEqual(end)
})

test('a drag along the timeline shows the Pods of each moment, and none before they were made', async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
  const box = (await slider(page).boundingBox())!
  const end = await clock(page)
  await page.mouse.move(box.x + box.width * .5, box.y + 29)
  await page.mouse.down()
  await page.mouse.move(box.x + 1, box.y + 29, { steps: 5 })
  await soon(async () => (await pods(page)).length).toBe(0)
  await page.mouse.move(box.x + box.width - 2, box.y + 29, { steps: 5 })
  await page.mouse.up()
  await soon(async () => (await clock(page)).seconds).toBe(end.seconds)
  expect((await pods(page)).map(({ state }) => state)).toEqual(['Ready', 'Ready'])
})

test('a command flag on the timeline leads back to the moment of the command', async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
  await run(page, SET_IMAGE)
  const end = await hash(page)
  await slider(page).locator('g').filter({ hasText: 'set image' }).locator('text').click()
  await elsewhere(page, end)
  expect((await pods(page)).map(({ image, state }) => `${image} ${state}`)).toEqual(['httpd Ready', 'httpd Ready'])
})

test('idle time is folded: the timeline says how long nothing happened', async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
  await breakIt(page, thing(page, 'node/node-a'), 'Power the machine off')
  await play(page)
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  const { seconds } = await clock(page)
  const folds = await slider(page).locator('g').filter({ has: page.locator('rect[fill="url(#fold)"]') }).evaluateAll((all) => all.map((one) => ({ words: one.querySelector('title')?.textContent ?? '', width: one.querySelector('rect')!.getBoundingClientRect().width })))
  const idle = folds.reduce((sum, { words }) => sum + Number(/^idle ([\d.]+) s$/.exec(words)?.[1]), 0)
  expect(idle, 'most of the time nothing happened').toBeGreaterThan(seconds * .9)
  const drawn = await slider(page).locator('circle').first().evaluate((head) => head.getBoundingClientRect().x - head.parentElement!.getBoundingClientRect().x)
  expect(folds.reduce((sum, { width }) => sum + width, 0), 'and that takes little of the line').toBeLessThan(drawn / 2)
})

test('"Fork here" begins a second life at the head, drawn as a lane that leads back to the first', async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
  const main = await momentOf(page)
  await stepBy(page, 'milestone')
  for (let count = 0; count < 4; count++) await step(page, 'One step back')
  const parted = await momentOf(page)
  await page.getByRole('button', { name: 'Fork here' }).click()
  const lanes = page.getByRole('list', { name: 'Other branches' }).getByRole('button')
  await expect(lanes).toHaveCount(1)
  expect(await momentOf(page)).toEqual(parted)
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  expect((await pods(page)).filter(({ state }) => state === 'Ready')).toHaveLength(3)
  await lanes.filter({ hasText: 'main' }).click()
  await soon(() => pods(page).then((all) => all.length)).toBe(2)
  await page.keyboard.press('End')
  await soon(() => momentOf(page)).toEqual(main)
})

test('a command in the past begins a new branch, and the old future can still be visited', async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
  await run(page, SET_IMAGE)
  const old = await momentOf(page)
  await slider(page).locator('g').filter({ hasText: 'set image' }).locator('text').click()
  await elsewhere(page, old.hash)
  await run(page, 'kubectl delete deployment httpd-app')
  expect(await pods(page)).toEqual([])
  await page.getByRole('button', { name: 'Branches' }).click()
  await expect(page.getByRole('menuitemradio')).toHaveCount(2)
  await page.getByRole('menuitemradio', { name: /main/ }).click()
  await soon(() => hash(page)).toBe(old.hash)
  expect((await pods(page)).map(({ image }) => image)).toEqual(['httpd:2.4', 'httpd:2.4'])
  await page.getByRole('button', { name: 'Branches' }).click()
  await page.getByRole('menuitem', { name: /Delete kubectl delete/ }).click()
  await expect(page.getByRole('button', { name: 'Branches' })).toHaveCount(0)
})

test('Home lies before the first command: what is typed there has a future of its own, without that command', async ({ page }) => {
  await open(page, FAST)
  const beginning = await momentOf(page)
  await run(page, CREATE)
  const end = await momentOf(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Home')
  await elsewhere(page, end.hash)
  expect(await momentOf(page)).toEqual(beginning)
  await expect(screenText(page)).not.toContainText('httpd-app')
  expect(await output(page, 'kubectl get deployments')).toContain('No resources found in default namespace.')
  await page.getByRole('button', { name: 'Branches' }).click()
  await page.getByRole('menuitemradio', { name: /main/ }).click()
  await soon(() => momentOf(page)).toEqual(end)
})

test('the keys of the map do what their buttons do', async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
  const end = await momentOf(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('2')
  await expect(page.getByRole('radio', { name: 'write', exact: true })).toBeChecked()
  await page.keyboard.press('j')
  await elsewhere(page, end.hash)
  await page.keyboard.press('j')
  await soon(async () => (await clock(page)).revision).toBe(end.revision - 1)
  await page.keyboard.press('l')
  await soon(async () => (await clock(page)).revision).toBe(end.revision)
  await page.keyboard.press('Home')
  await soon(async () => (await clock(page)).seconds).toBe(0)
  await page.keyboard.press('End')
  await soon(() => momentOf(page)).toEqual(end)
  await page.keyboard.press(',')
  await elsewhere(page, end.hash)
  await page.keyboard.press('f')
  await expect(page.getByRole('button', { name: 'Branches' })).toBeVisible()
})

// ---- where the head stands -----------------------------------------------------------------------------------------------

async function momentOf(page: Page): Promise<{ readonly hash: string | null; readonly seconds: number; readonly revision: number }> {
  return { hash: await hash(page), ...(await clock(page)) }
}

async function toTheMiddle(page: Page): Promise<void> {
  const before = await hash(page)
  await page.getByRole('list', { name: 'Hops' }).waitFor()
  await page.getByRole('button', { name: /Show all 34/ }).click()
  await page.getByRole('button', { name: /So it creates one: ReplicaSet/ }).click()
  await elsewhere(page, before)
}

/** What a look finds twice in a row. */
async function settledCount(look: () => Promise<number>): Promise<number> {
  let last = -1
  await expect.poll(async () => {
    const found = await look()
    const same = found === last
    last = found
    return same
  }, { intervals: [150] }).toBe(true)
  return last
}

/** The activity bars of the swimlanes that lie before the head. */
function runsThatEnded(page: Page): Promise<number> {
  return page.locator('svg[role="group"]').evaluate((svg) => {
    const head = Number(/M([\d.]+) 2V/.exec(svg.querySelector('path[class*="head"]')?.getAttribute('d') ?? '')?.[1])
    return [...svg.querySelectorAll('rect[class*="bar"]')].filter((bar) => Number(bar.getAttribute('x')) + .01 <= head).length
  })
}

test('Space plays and pauses when nothing else has the focus', async ({ page }) => {
  await open(page, 'speed=1&lang=en&theme=dark')
  await page.locator('body').click({ position: { x: 5, y: 600 } })
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
})
