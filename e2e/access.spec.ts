import { expect, test, type Locator, type Page } from '@playwright/test'
import { breakIt, CREATE, done, elsewhere, hash, inspector, noAxeViolations, open, pods, run, screenText, settled, SET_IMAGE, soon, terminal, thing, UNDO, untilRest } from './page.ts'

/** Every state of the screen, one after the other, as a visitor comes to it. */
const STATES: readonly (readonly [what: string, come: (page: Page) => Promise<unknown>])[] = [
  ['Desired / observed', (page) => inspectorTab(page, 1)],
  ['YAML', (page) => inspectorTab(page, 2)],
  ['Events', (page) => inspectorTab(page, 3)],
  ['Tree', (page) => inspectorTab(page, 4)],
  ['Why?', (page) => inspectorTab(page, 0)],
  ['the tree of effects', (page) => key(page, 'W')],
  ['the swimlanes', (page) => dockTab(page, 1)],
  ['the swimlanes as a table', (page) => page.keyboard.press('Alt+t')],
  ['the etcd log', (page) => dockTab(page, 2)],
  ['a key with its values', (page) => page.locator('td button[title*="/deployments/"]').first().click()],
  ['the scheduler table', (page) => dockTab(page, 3)],
  ['the manifest editor', async (page) => {
    await dockTab(page, 0)
    await page.locator('#terminal button').last().click()
  }],
  ['the menu of paces', (page) => page.locator('#transport button[aria-haspopup="menu"]').last().click()],
  ['the help', async (page) => {
    await page.keyboard.press('Escape')
    await key(page, '?')
  }],
  ['what may be broken about a Pod', async (page) => {
    await page.keyboard.press('Escape')
    await page.locator('#stage [data-thing^="node/node-a"]').first().click({ button: 'right', position: { x: 20, y: 10 } })
  }],
  ['what is broken', async (page) => {
    await untilRest(page, () => page.getByRole('menuitem').first().click())
    await page.locator('header button').filter({ hasText: /1/ }).first().click()
  }],
  ['the ways to break things', async (page) => {
    await page.keyboard.press('Escape')
    await key(page, 'X')
  }],
  ['the layers', (page) => next(page, 'M')],
  ['the glossary', (page) => next(page, 'd')],
  ['the meaning of the signs', (page) => next(page, 'v')],
  ['the palette', (page) => next(page, 'Control+k')],
  ['a condition to run until', (page) => next(page, 'u')],
  ['the name of a bookmark', (page) => next(page, 'b')],
  ['the share of a session', async (page) => {
    await page.keyboard.press('Escape')
    await page.locator('header button').filter({ hasText: /Share|分享/ }).click()
    await expect(page.locator('header ~ * input[readonly], [data-radix-popper-content-wrapper] input[readonly]')).toBeVisible()
  }],
  ['what just changed', async (page) => {
    await page.keyboard.press('Escape')
    await page.locator('#story summary').click()
    await expect(page.locator('#story details li')).toHaveCount(5)
  }],
  ['a term of a caption', (page) => page.locator('#stage section p button').first().click()],
  ['the gallery', (page) => next(page, 'g')],
  ['the stage alone', (page) => next(page, 'h')],
  ['a presentation', async (page) => {
    await key(page, 'h')
    await key(page, 'p')
  }],
]

// Each state is looked at in both themes; a language has a run of its own, and begins in the other theme.
for (const [theme, lang] of [['dark', 'en'], ['light', 'zh']] as const) {
  test(`axe finds nothing in any state of the screen, in either theme: ${lang}`, async ({ page }) => {
    test.setTimeout(420_000)
    await open(page, `speed=200&lang=${lang}&theme=${theme}`)
    await quiet(page, 'at the start')
    await run(page, CREATE)
    await page.locator('#stage [data-thing^="pod/"]').first().click()
    for (const [what, come] of STATES) {
      await come(page)
      await quiet(page, what)
    }
  })

  test(`axe finds nothing while a question is open, answered right or answered wrong, in either theme: ${lang}`, async ({ page }) => {
    await open(page, `speed=200&lang=${lang}&theme=${theme}`)
    await run(page, CREATE)
    await key(page, 'Home')
    await stepToQuestion(page)
    await quiet(page, 'a question')
    for (const wrong of [true, false]) {
      await question(page).getByRole('radio').nth(1).click()
      await question(page).getByRole('button').click()
      await expect(page.locator(`#story b[data-right="${!wrong}"]`)).toBeVisible()
      await quiet(page, 'a verdict')
      if (wrong) await stepToQuestion(page)
    }
  })

  test(`axe finds nothing on a phone, at each size of the sheet, in either theme: ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`./?lang=${lang}&theme=${theme}&speed=200`)
    await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
    await quiet(page, 'the low sheet')
    const sheet = page.locator('#story')
    const height = async () => (await sheet.boundingBox())!.height
    await untilRest(page, () => page.locator('#story code + button').click())
    for (const tab of [1, 2, 0]) {
      await sheet.locator('button[aria-pressed]').nth(tab).click()
      await quiet(page, `tab ${tab} of the sheet`)
    }
    const half = await height()
    await sheet.locator('button[aria-label]').first().click()
    await soon(height).toBeGreaterThan(half)
    await quiet(page, 'the high sheet')
  })
}

for (const motion of ['reduce', 'no-preference'] as const) {
  test(`the whole flagship can be done with the keyboard alone: ${motion === 'reduce' ? 'reduced' : 'full'} motion`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: motion })
    await open(page, 'speed=200&lang=en&theme=dark')
    await page.locator('body').click({ position: { x: 2, y: 2 } })
    await page.keyboard.press('Escape')
    await page.keyboard.press('t')
    await expect(terminal(page)).toBeFocused()
    for (const [line, said] of [[CREATE, 'deployment.apps/httpd-app created'], [SET_IMAGE, 'deployment.apps/httpd-app image updated'], [UNDO, 'deployment.apps/httpd-app rolled back']] as const) {
      await expect(terminal(page)).toHaveValue(line)
      await done(page, () => page.keyboard.press('Enter'))
      await settled(page)
      await expect(screenText(page)).toContainText(said)
      await terminal(page).focus()
    }
    await page.keyboard.press('Escape')
    await page.keyboard.press('w')
    await expect(inspector(page)).toContainText('kubectl rollout undo')
    await page.keyboard.press(',')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toContainText('Play, pause')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })
}

test('questions are answered, and what was broken is mended, with the keyboard alone', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Home')
  await stepToQuestion(page)
  await tabTo(page, () => question(page).getByRole('radio').first())
  await page.keyboard.press('Space')
  await expect(question(page).getByRole('radio').first()).toBeChecked()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Step to find out' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Your prediction was right' })).toBeVisible()
  await untilRest(page, () => page.keyboard.press('End'))
  await tabTo(page, () => page.getByRole('treeitem').and(page.locator('[tabindex="0"]')))
  const node = page.getByRole('treeitem', { name: /^Node node-a/ })
  for (let count = 0; count < 60 && !(await node.evaluate((one) => one === document.activeElement)); count++) await page.keyboard.press('ArrowDown')
  await expect(node).toBeFocused()
  await page.keyboard.press('x')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('treeitem', { name: /^Node node-a, powered off/ })).toHaveCount(1)
  await tabTo(page, () => page.getByRole('button', { name: /1 broken/ }))
  await page.keyboard.press('Enter')
  await tabTo(page, () => page.getByRole('button', { name: 'Undo' }).first())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /1 broken/ })).toHaveCount(0)
  await expect(page.getByRole('treeitem', { name: /^Node node-a, powered off/ })).toHaveCount(0)
})

for (const motion of ['reduce', 'no-preference'] as const) {
  test(`a chaos session can be lived with the keyboard alone, from the first fault to a healed cluster: ${motion === 'reduce' ? 'reduced' : 'full'} motion`, async ({ page }) => {
    await page.emulateMedia({ reducedMotion: motion })
    await open(page, 'speed=200&lang=en&theme=dark&scenario=self-healing')
    await settled(page)
    expect(await page.evaluate(() => document.documentElement.dataset.motion)).toBe(motion === 'reduce' ? 'reduced' : 'full')
    await page.keyboard.press('Escape')
    const before = await pods(page, /^(nginx|httpd)/)
    const [victim] = before.filter(({ state }) => state === 'Ready')
    await walkTo(page, new RegExp(`^Pod ${victim!.name},`))
    await page.keyboard.press('x')
    await expect(page.getByRole('menu')).toBeVisible()
    const whole = await hash(page)
    await page.keyboard.press('Enter')
    await elsewhere(page, whole)
    await settled(page)
    const after = await pods(page, /^(nginx|httpd)/)
    expect(after.map(({ name }) => name)).not.toContain(victim!.name)
    expect(after.filter(({ state }) => state === 'Ready')).toHaveLength(before.length)
    // Why is the one that came in its place there?
    const fresh = after.find(({ name }) => before.every((old) => old.name !== name))
    await walkTo(page, new RegExp(`^Pod ${fresh!.name},`))
    await page.keyboard.press('w')
    await expect(inspector(page)).toContainText(/delete/i)
    // A whole node goes dark, by the palette and the menu; the palette heals it.
    await page.keyboard.press('Escape')
    await walkTo(page, /^Node node-a,/)
    await page.keyboard.press('x')
    await expect(page.getByRole('menu')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('treeitem', { name: /^Node node-a, powered off/ })).toHaveCount(1)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox')).toBeFocused()
    await page.keyboard.type('heal everything')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: /\d broken/ })).toHaveCount(0)
    await expect(page.getByRole('treeitem', { name: /^Node node-a, Ready/ })).toHaveCount(1, { timeout: 60_000 })
    await expect.poll(async () => (await pods(page, /^(nginx|httpd)/)).filter(({ state }) => state === 'Ready').length, { timeout: 60_000 }).toBe(before.length)
  })
}

test('single keys can be switched off by keyboard, do nothing then, and stay off after a reload', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await tabTo(page, () => page.getByRole('checkbox', { name: /Single-key shortcuts/ }))
  await page.keyboard.press('Space')
  await expect(page.getByRole('checkbox', { name: 'Single-key shortcuts are off.' })).not.toBeChecked()
  await page.keyboard.press('Escape')
  await page.reload()
  await settled(page)
  for (const one of ['?', 'g', 'd', 'p', 'x', 'Enter']) await key(page, one)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Present', exact: true })).toBeVisible()
  await expect(page.locator('#transport')).toContainText('0.000')
  // What is no single key works on.
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
})

test('a caption is read out for each step, and status is part of each name', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await page.keyboard.press('Escape')
  await page.keyboard.press(',')
  const said = page.locator('p[aria-live="polite"]')
  await soon(() => said.innerText()).toBe(await page.locator('#stage section p').first().innerText())
  await expect(page.getByRole('treeitem', { name: /^Pod \w+, httpd, Ready, on node-\w$/ })).toHaveCount(2)
})

test('the whole page speaks Chinese when asked', async ({ page }) => {
  await open(page)
  await page.getByRole('radio', { name: '中文' }).click()
  await expect(page.getByRole('button', { name: '播放' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
})

test('what is broken in the past is shown by more than colour', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  const [pod] = await pods(page)
  await breakIt(page, thing(page, `node/${pod!.node}`), 'Power the machine off')
  await expect(thing(page, `node/${pod!.node}`)).toContainText('powered off')
  await expect(thing(page, `node/${pod!.node}`)).toHaveAttribute('data-state', 'off')
})

test('with forced colours the status of every Pod, node and goal is still told by its shape, and what is chosen or focused has an edge', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  const style = (what: Locator, name: 'outlineStyle' | 'forcedColorAdjust') => what.evaluate((one, property) => getComputedStyle(one)[property as 'outlineStyle'], name)
  // A glyph of a status keeps its own fill, the mark in it and so its shape.
  const glyph = page.locator('#stage [data-thing^="pod/"] svg').first()
  expect(await style(glyph, 'forcedColorAdjust')).toBe('none')
  // What is chosen does not rely on its background.
  expect(await style(page.locator('#transport [role="radio"][aria-checked="true"]'), 'outlineStyle')).toBe('solid')
  expect(await style(page.locator('header [role="radio"][aria-checked="true"]'), 'outlineStyle')).toBe('solid')
  await page.getByRole('treeitem').and(page.locator('[tabindex="0"]')).focus()
  await soon(() => style(page.locator('#stage [class*="ring"]').first(), 'outlineStyle')).toBe('solid')
  // A box that is at work does not rely on its background either.
  const lit = page.locator('#stage [data-act], #stage [data-state="busy"], #stage [data-mark="now"]')
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })
  for (let count = 0; count < 12 && await lit.count() === 0; count++) {
    const before = await hash(page)
    await page.keyboard.press(',')
    await elsewhere(page, before)
  }
  await soon(() => style(lit.first(), 'outlineStyle')).toBe('solid')
})

test('who asks for more contrast gets it: lines and secondary text stand out, and axe finds nothing', async ({ page }) => {
  const line = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--t2').trim())
  await open(page, 'speed=200&lang=en&theme=dark')
  const usual = await line()
  await page.emulateMedia({ contrast: 'more' })
  expect(await line()).not.toBe(usual)
  await run(page, CREATE)
  await noAxeViolations(page)
})

// 200 % of a 1440 window, and 400 % of a 1280 × 1024 one.
for (const [percent, width, height] of [[200, 720, 450], [400, 320, 256]] as const) {
  test(`at ${percent} % nothing is lost: every region can be reached by scrolling down, and none is wider than the window`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.goto('./?lang=en&theme=light&speed=200')
    await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
    if (width >= 720) await page.getByRole('button', { name: 'Open the story' }).click()
    await expect(page.getByRole('button', { name: 'Run ↵' }).first()).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    // No region lies on another one, and nothing of the transport is cut off.
    const boxes = await page.evaluate(() => ['stage', 'story', 'transport'].map((id) => { const { top, bottom, left, right } = document.getElementById(id)!.getBoundingClientRect(); return { top, bottom, left, right } }))
    for (const [one, other] of [[0, 1], [1, 2], [0, 2]] as const) expect(boxes[one]!.bottom <= boxes[other]!.top + 1 || boxes[one]!.right <= boxes[other]!.left + 1 || (width >= 720 && one + other === 1), `${one} over ${other}`).toBe(true)
    for (const button of await page.locator('#transport button:visible').all()) { const box = (await button.boundingBox())!; expect(box.x + box.width).toBeLessThanOrEqual(width) }
    for (const region of ['#stage', '#story', '#transport']) {
      await page.locator(region).scrollIntoViewIfNeeded()
      await expect(page.locator(region)).toBeInViewport()
      const box = (await page.locator(region).boundingBox())!
      expect(box.width, region).toBeLessThanOrEqual(width)
      expect(box.height, region).toBeGreaterThan(40)
    }
    await untilRest(page, () => page.getByRole('button', { name: 'Run ↵' }).first().click())
    await expect(page.locator('#stage section p').first()).toContainText('No Service selects these Pods')
    await page.getByRole('button', { name: 'One step back' }).click()
    await noAxeViolations(page)
  })
}

// ---- coming to a state ---------------------------------------------------------------------------------------------------

/** The page rests, and axe finds nothing. */
async function quiet(page: Page, what: string): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => undefined))))
  await test.step(what, () => noAxeViolations(page))
}

const inspectorTab = (page: Page, index: number) => page.locator('aside [role="tab"]').nth(index).click()
const dockTab = (page: Page, index: number) => page.locator('section [role="tab"]').nth(index).click()
const question = (page: Page) => page.locator('#story section').filter({ has: page.getByRole('radiogroup') })

/** Presses a key where nobody types. */
async function key(page: Page, name: string): Promise<void> {
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })
  await page.keyboard.press(name)
}

/** Closes what is open, and presses a key. */
async function next(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Escape')
  await key(page, name)
}

/** Walks the tree of the stage to an item, by the arrow keys. */
async function walkTo(page: Page, name: RegExp): Promise<void> {
  const item = page.getByRole('treeitem', { name })
  await tabTo(page, () => page.getByRole('treeitem').and(page.locator('[tabindex="0"]')))
  await page.keyboard.press('Home')
  for (let count = 0; count < 90 && !(await item.evaluate((one) => one === document.activeElement)); count++) await page.keyboard.press('ArrowDown')
  await expect(item).toBeFocused()
}

async function stepToQuestion(page: Page): Promise<void> {
  await key(page, '5')
  for (let count = 0; count < 34 && await question(page).count() === 0; count++) {
    const before = await page.locator('[data-hash]').getAttribute('data-hash')
    await page.keyboard.press('l')
    await page.waitForFunction((old) => document.querySelector<HTMLElement>('[data-hash]')?.dataset.hash !== old, before, { timeout: 5_000 }).catch(() => undefined)
  }
  await expect(question(page)).toBeVisible()
}

/** Tabs until something has the focus, all around the page once. */
async function tabTo(page: Page, wanted: () => ReturnType<Page['locator']>): Promise<void> {
  for (let count = 0; count < 150; count++) {
    if (await wanted().count() > 0 && await wanted().first().evaluate((one) => one === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(wanted().first()).toBeFocused()
}
