import { expect, test, type Page } from '@playwright/test'
import { text as english } from '../src/lessons/texts/en.ts'
import { text as chinese } from '../src/lessons/texts/zh.ts'
import { CREATE, clock, done, hash, open, output, pods, run, settled, SET_IMAGE, soon, step, stepBy, terminal, UNDO, untilRest } from './page.ts'

const CHAPTERS = [['A', 34], ['B', 28], ['C', 19]] as const

test('a visitor presses Enter and watches a real rollout, its update and its undo to the end', async ({ page }) => {
  await open(page)
  await expect(terminal(page)).toHaveValue(CREATE)
  await done(page, () => terminal(page).press('Enter'))
  await settled(page)
  await expect(page.locator('#stage')).toContainText('httpd')
  await run(page, SET_IMAGE)
  await run(page, UNDO)
  const history = await output(page, 'kubectl rollout history deployment/httpd-app')
  expect(history).toMatch(/REVISION +CHANGE-CAUSE\s+2 +<none>\s+3 +<none>/)
  const sets = await output(page, 'kubectl get replicasets -o name')
  expect(sets.match(/replicaset\.apps\/httpd-app-\w+/g)).toHaveLength(2)
  const goals = page.locator('#story li[data-state]').filter({ hasText: /Ready|ReplicaSet/ })
  await expect(goals.filter({ hasText: 'Never fewer than 2 Ready' })).toHaveAttribute('data-state', 'met')
  await expect(goals.filter({ hasText: 'Undo re-uses the first ReplicaSet' })).toHaveAttribute('data-state', 'met')
})

test('from the first to the last frame of the update and of the undo the stage shows at least two Ready Pods', async ({ page }) => {
  await open(page, 'speed=30&lang=en&theme=dark')
  await run(page, CREATE)
  await watchReady(page)
  await run(page, SET_IMAGE)
  const update = await readyMeanwhile(page)
  await run(page, UNDO)
  const both = await readyMeanwhile(page)
  expect(update.frames).toBeGreaterThan(30)
  expect(both.frames).toBeGreaterThan(update.frames)
  expect(both.least).toBe(2)
  expect(both.most).toBe(3)
})

test('every hop of the three chapters is reached, and each caption is told in English and in Chinese', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  for (const [index, line] of [CREATE, SET_IMAGE, UNDO].entries()) {
    await run(page, line)
    const [id, hops] = CHAPTERS[index]!
    await page.getByRole('button', { name: `Show all ${hops} steps so far` }).click()
    await expect(page.getByRole('list', { name: 'Hops' }).getByRole('button')).toHaveCount(hops)
    await page.getByRole('button', { name: 'Show only the latest' }).click()
    const chapter = page.getByRole('list', { name: 'Chapters' }).getByRole('listitem').filter({ hasText: `${hops} hops` })
    await expect(chapter, `chapter ${id} is whole`).not.toContainText('/')
  }
  await page.getByRole('button', { name: 'To the start' }).click()
  await stepBy(page, 'milestone')
  const told = await captionsToTheEnd(page)
  for (const [id, english, chinese] of told) {
    expect(english, id).toMatch(wording(id, 'en'))
    expect(chinese, id).toMatch(wording(id, 'zh'))
  }
  for (const [id, hops] of CHAPTERS) {
    const numbers = told.flatMap(([hop]) => (hop.startsWith(id) ? [Number(hop.slice(1))] : []))
    expect(numbers, `the hops of chapter ${id} come in their order`).toEqual([...numbers].sort((a, b) => a - b))
    expect(numbers.at(-1)).toBe(hops)
  }
})

test('a story that plays stops at a question before the answer can be seen, waits for who answers it, and goes on with a step', async ({ page }) => {
  // As slow as this the stop is long enough for any machine.
  await open(page, 'speed=0.25&lang=en&theme=dark')
  await terminal(page).press('Enter')
  const card = page.locator('#story section').filter({ has: page.getByRole('radiogroup') })
  await expect(card).toContainText('How many Pods exist right now?', { timeout: 60_000 })
  await expect(card).toContainText('A short stop: choose, and it waits for you')
  await card.getByRole('radio', { name: 'None' }).click()
  await expect(card.getByRole('radio', { name: 'None' })).toBeChecked()
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Hops' })).toContainText('Hidden until you answer')
  await card.getByRole('button', { name: 'Step to find out' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Your prediction was right' })).toBeVisible()
})

test('stepping back to any message and forward again gives the identical trace', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  const end = await hash(page)
  for (let count = 0; count < 6; count++) await page.getByRole('button', { name: 'One step back' }).click()
  await expect.poll(() => hash(page)).not.toBe(end)
  await page.locator('#stage').focus().catch(() => undefined)
  await page.keyboard.press('End')
  await expect.poll(() => hash(page)).toBe(end)
})

test('killing a kubelet in the past forks the run, which converges, and the old future is still there', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await run(page, SET_IMAGE)
  const old = await hash(page)
  await stepBy(page, 'milestone')
  for (let count = 0; count < 8; count++) await step(page, 'One step back')
  const node = page.locator('[data-thing="node/node-a"]').first()
  await node.click({ button: 'right', position: { x: 60, y: 16 } })
  await page.getByRole('menuitem', { name: 'Stop the kubelet' }).click()
  await expect(page.getByRole('button', { name: /1 broken/ })).toBeVisible()
  await untilRest(page, () => page.getByRole('button', { name: 'Play' }).click())
  const status = await output(page, 'kubectl get deployment httpd-app -o jsonpath={.status.availableReplicas}')
  expect(status).toMatch(/\b2\b/)
  expect(await hash(page)).not.toBe(old)
  await page.getByRole('list', { name: 'Other branches' }).getByRole('button').filter({ hasText: 'main' }).click()
  await expect.poll(() => hash(page)).toBe(old)
})

test('the same link lives the same history at three window sizes and two speeds', async ({ page }) => {
  const seen = new Set<string | null>()
  for (const [width, height, speed] of [[1440, 900, 60], [1280, 720, 200], [1440, 700, 500]] as const) {
    await page.setViewportSize({ width, height })
    await open(page, `speed=${speed}&lang=en`)
    await run(page, CREATE)
    seen.add(await hash(page))
  }
  expect(seen.size).toBe(1)
})

test('the same link lives the same history in a tab that nobody sees, from the start or from the middle on', async ({ browser, baseURL }) => {
  const seen = new Set<string | null>()
  for (const from of ['never', 'start', 'middle'] as const) {
    const context = await browser.newContext({ baseURL: baseURL! })
    const page = await context.newPage()
    await page.addInitScript(backgroundTab)
    await open(page, 'speed=60&lang=en')
    if (from === 'start') await hide(page, true)
    await terminal(page).fill(CREATE)
    await terminal(page).press('Enter')
    await soon(() => page.locator('#terminal').getAttribute('data-done')).toBe('1')
    if (from === 'middle') await hide(page, true)
    await soon(() => page.locator('[data-settled]').getAttribute('data-settled')).toBe('true')
    expect(await page.evaluate(() => document.hidden), from).toBe(from !== 'never')
    seen.add(await hash(page))
    await hide(page, false)
    await expect.poll(async () => (await pods(page)).map(({ state }) => state)).toEqual(['Ready', 'Ready'])
    await context.close()
  }
  expect([...seen]).toHaveLength(1)
})

/** What a browser does to a tab in the background, which a test's browser without a screen never does: no pictures, and timers once a second. */
function backgroundTab(): void {
  const [picture, timer] = [window.requestAnimationFrame.bind(window), window.setTimeout.bind(window)]
  const waiting: FrameRequestCallback[] = []
  let hidden = false
  Object.defineProperty(document, 'hidden', { get: () => hidden })
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
  window.requestAnimationFrame = (draw) => picture((at) => { if (hidden) waiting.push(draw); else draw(at) })
  window.setTimeout = ((act: () => void, ms = 0, ...rest: []) => timer(act, hidden ? Math.max(1_000, ms) : ms, ...rest)) as typeof window.setTimeout
  Object.assign(window, { hide: (next: boolean) => {
    hidden = next
    document.dispatchEvent(new Event('visibilitychange'))
    if (!hidden) for (const draw of waiting.splice(0)) picture(draw)
  } })
}

const hide = (page: Page, hidden: boolean): Promise<void> => page.evaluate((next) => { (window as unknown as { hide(hidden: boolean): void }).hide(next) }, hidden)

// ---- looking on ----------------------------------------------------------------------------------------------------------

interface Ready { readonly frames: number; readonly least: number; readonly most: number }

/** From now on counts, at every frame and every change of the page, the httpd Pods that the stage's list calls Ready. */
async function watchReady(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tree = document.querySelector('[role="tree"]')!
    const seen = { frames: 0, least: Infinity, most: 0 }
    Object.assign(window, { ready: seen })
    const look = () => {
      const ready = [...tree.children].filter(({ textContent }) => /^Pod \S+, httpd\S*, Ready, on /.test(textContent ?? '')).length
      seen.least = Math.min(seen.least, ready)
      seen.most = Math.max(seen.most, ready)
    }
    const frame = () => { seen.frames++; look(); requestAnimationFrame(frame) }
    new MutationObserver(look).observe(tree, { childList: true, subtree: true, characterData: true })
    frame()
  })
}

const readyMeanwhile = (page: Page): Promise<Ready> => page.evaluate(() => ({ ...(window as unknown as { ready: Ready }).ready }))

/** Steps from hop to hop up to the last one, and writes down what the caption says in both languages. */
async function captionsToTheEnd(page: Page): Promise<readonly (readonly [hop: string, english: string, chinese: string])[]> {
  const told: [string, string, string][] = []
  const caption = () => page.evaluate(() => {
    const box = document.querySelector('#stage section')
    return { badge: box?.querySelector('span b')?.textContent ?? '', en: box?.querySelector('p[lang="en"]')?.textContent ?? '', zh: box?.querySelector('p[lang="zh-CN"]')?.textContent ?? '' }
  })
  let before = (await clock(page)).seconds
  while (told.at(-1)?.[0] !== 'C19') {
    const shown = await caption()
    await page.getByRole('button', { name: 'One step forward' }).click()
    await soon(async () => (await caption()).badge).not.toBe(shown.badge)
    const { badge, en, zh } = await caption()
    const { seconds } = await clock(page)
    expect(seconds).toBeGreaterThanOrEqual(before)
    before = seconds
    told.push([badge.replace(' ', ''), en, zh])
  }
  return told
}

/** A hop's sentence with something real in each of its gaps. */
function wording(id: string, language: 'en' | 'zh'): RegExp {
  const template = (language === 'en' ? english : chinese)(id)
  return new RegExp(`^${template.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^{}]+')}$`)
}
