import { expect, test, type Browser, type Page } from '@playwright/test'
import { hash, noAxeViolations, settled, soon, thing, untilRest } from './page.ts'
import { smallTargets } from './targets.ts'

const LINE = '#story code + button'
const PARTS = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd', 'CoreDNS', 'node-a'] as const

/** A phone that is touched, after the first line of the lesson was run. */
async function phone(browser: Browser, query: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, acceptDownloads: true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.on('pageerror', (error) => { throw error })
  await page.goto(`./?${query}`)
  await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
  await page.locator(LINE).tap()
  await settled(page)
  return page
}

async function choose(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Menu: all tools' }).tap()
  await page.getByRole('dialog', { name: 'All tools' }).getByRole('button', { name, exact: true }).tap()
}

const small = (page: Page, within: string): Promise<string[]> => page.locator(within).evaluateAll((all) => all.map((one) => ({ name: one.textContent?.trim() || one.getAttribute('aria-label') || one.tagName, box: one.getBoundingClientRect() })).filter(({ box }) => box.width > 1 && (box.width < 43.5 || box.height < 43.5)).map(({ name, box }) => `${name} ${box.width}x${box.height}`))

test('on a phone one menu leads to every tool, with targets as large as a thumb', async ({ browser }) => {
  const page = await phone(browser, 'lang=en&theme=dark&speed=200')
  expect(await small(page, 'header button, #story > div > div > button[aria-pressed]')).toEqual([])
  await page.getByRole('button', { name: 'Menu: all tools' }).tap()
  const menu = page.getByRole('dialog', { name: 'All tools' })
  expect(await small(page, '[role="dialog"] button')).toEqual([])
  await expect(menu).toContainText('Not on a phone')
  await noAxeViolations(page)
  await menu.getByRole('button', { name: 'Close the menu' }).tap()
  await expect(menu).toHaveCount(0)

  // The glossary is a list that is searched.
  await choose(page, 'Glossary')
  await page.getByRole('searchbox').fill('informer')
  await expect(page.locator('[data-term="informer"]')).toBeVisible()
  await page.getByRole('button', { name: 'Close the glossary' }).tap()
  await choose(page, 'What the signs mean')
  await expect(page.getByRole('dialog')).toContainText('Terminating')
  await page.keyboard.press('Escape')

  // A layer that is taken away is remembered by the menu, and changes nothing about the run.
  const before = await hash(page)
  await choose(page, 'Layers…')
  const layer = page.getByRole('dialog', { name: 'Layers' }).getByRole('checkbox').first()
  await layer.tap()
  await expect(layer).not.toBeChecked()
  await page.getByRole('button', { name: 'Back to all tools' }).tap()
  await page.getByRole('button', { name: 'Close the menu' }).tap()
  expect(await hash(page)).toBe(before)

  // The panels of the desktop's dock stand in the sheet.
  await choose(page, 'etcd log')
  await expect(page.locator('#story [data-tab="etcd"]')).toContainText('httpd-app')
  await choose(page, 'Scheduler')
  await expect(page.locator('#story [data-tab="scheduler"]')).toContainText('node-a')
  await page.context().close()
})

test('on a phone files are made, and the session is shared as a link that lives the same history', async ({ browser }) => {
  const page = await phone(browser, 'lang=en&theme=light&speed=200')
  for (const [name, file] of [['Stage as SVG', 'stage.svg'], ['Stage as PNG', 'stage.png'], ['Swimlanes as SVG', 'swimlanes.svg'], ['Swimlanes as PNG', 'swimlanes.png'], ['Swimlanes as Mermaid', 'swimlanes.mmd']] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), choose(page, name)])
    expect(download.suggestedFilename()).toContain(file)
  }
  const here = await hash(page)
  await choose(page, 'Share this session…')
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  await noAxeViolations(page)
  const other = await page.context().newPage()
  await other.goto(link)
  await soon(() => hash(other)).toBe(here)
  await page.context().close()
})

test('on a phone a tool of chaos is taken from the menu, and another branch is come back to', async ({ browser }) => {
  const page = await phone(browser, 'lang=en&theme=dark&speed=200')
  await choose(page, 'Break…')
  await page.getByRole('dialog').getByRole('button', { name: 'Kill' }).tap()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.locator('#stage [data-thing="scheduler"]').tap()
  await expect(page.getByRole('button', { name: '1 broken' })).toBeVisible()
  await page.getByRole('button', { name: 'More about time' }).tap()
  await page.getByRole('menuitem', { name: 'Fork here' }).tap()
  await page.getByRole('button', { name: 'Menu: all tools' }).tap()
  const branches = page.getByRole('region', { name: 'Branches' })
  await expect(branches.getByRole('button')).toHaveCount(2)
  await branches.getByRole('button').first().tap()
  await expect(branches.getByRole('button').first()).toHaveAttribute('aria-pressed', 'true')
  await page.context().close()
})

test('the menu of a phone is worked by the keyboard alone, and gives the focus back', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./?lang=zh&theme=light&speed=200')
  await settled(page)
  const button = page.getByRole('button', { name: '菜单：全部工具' })
  await button.focus()
  await page.keyboard.press('Enter')
  const menu = page.getByRole('dialog', { name: '全部工具' })
  await expect(menu).toBeVisible()
  await noAxeViolations(page)
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(button).toBeFocused()
  await page.keyboard.press('Enter')
  const signs = menu.getByRole('button', { name: '图形的含义' })
  for (let count = 0; count < 60 && !(await signs.evaluate((one) => one === document.activeElement)); count++) await page.keyboard.press('Tab')
  await expect(signs).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(menu).toHaveCount(0)
  await expect(page.getByRole('dialog')).toContainText('图形')
})

for (const [theme, lang] of [['dark', 'en'], ['light', 'zh']] as const) {
  test(`on a phone every inside is gone into from the menu, nothing of it is wider than the screen, and axe finds nothing: ${lang}`, async ({ browser }) => {
    test.setTimeout(240_000)
    const page = await phone(browser, `lang=${lang}&theme=${theme}&speed=200`)
    for (const name of PARTS) {
      await page.locator('header button[aria-haspopup="dialog"]').tap()
      await page.getByRole('dialog').getByRole('button', { name, exact: true }).tap()
      await expect(page.locator('#inside [aria-current="page"]')).toContainText(name)
      await expect(page.locator('#inside [class*="panel"], #inside table').first()).toBeVisible()
      const { room, own } = await page.locator('#inside > [class*="room"]').evaluate((one) => ({ room: one.clientWidth, own: one.scrollWidth }))
      expect(own, `${name} scrolls sideways`).toBeLessThanOrEqual(room + 1)
      await test.step(name, () => noAxeViolations(page))
    }
    await page.context().close()
  })
}

test('in a narrow window the double click of a mouse goes inside, and marks nothing that is written there', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./?lang=en&theme=dark&speed=200')
  await untilRest(page, () => page.locator(LINE).click())
  for (const [id, name] of [['apiserver', 'kube-apiserver'], ['scheduler', 'kube-scheduler']] as const) {
    await thing(page, id).dblclick({ position: { x: 60, y: 14 } })
    await expect(page.getByRole('region', { name: `Inside ${name}` }).locator('[class*="panel"], table').first()).toBeVisible()
    expect(await page.evaluate(() => String(getSelection())), name).toBe('')
    await page.getByRole('navigation', { name: 'Where you are' }).getByRole('button', { name: 'Cluster' }).click()
    await expect(page.locator('#inside')).toHaveCount(0)
  }
})

/**
 * What WCAG 2.5.8 leaves out. Inline: words of the glossary within a sentence, and what stands in the lines of the terminal and of an editor.
 * Equivalent: each arrow of the swimlanes is a row of their table, too.
 */
const EXCEPTED = ['p [aria-haspopup="dialog"]', '[role="log"]', '.cm-editor', 'svg [role="button"]'].join(', ')

const panel = (page: Page, name: string) => page.locator('#story > div > div > button', { hasText: name }).tap()

async function shut(page: Page): Promise<void> {
  const open = page.locator('[role="dialog"], [role="menu"]')
  for (let count = 0; count < 4 && await open.count() > 0; count++) {
    const close = open.last().getByRole('button', { name: /^Close/ })
    if (await close.count() > 0) await close.first().tap()
    else await page.keyboard.press('Escape')
  }
  await expect(open).toHaveCount(0)
}

async function opened(page: Page, name: string): Promise<void> {
  await shut(page)
  await choose(page, name)
  await expect(page.getByRole('dialog').first()).toBeVisible()
}

type View = readonly [what: string, come: (page: Page) => Promise<unknown>, within?: string]

/** The views of a phone, one after the other, as a thumb comes to them. */
const VIEWS: readonly View[] = [
  ['the stage', () => Promise.resolve()],
  ['what may be broken about the API server', async (page) => { await page.locator('#stage [data-thing="apiserver"]').click({ button: 'right' }); await expect(page.getByRole('menu')).toBeVisible() }],
  ['the menu of time', async (page) => { await shut(page); await page.getByRole('button', { name: 'More about time' }).tap() }],
  ['the step sizes', async (page) => { await shut(page); await page.locator('#transport button[aria-haspopup="menu"]').last().tap() }],
  ['the story', async (page) => { await shut(page); await panel(page, 'Story') }],
  ['what just changed', (page) => page.locator('#story summary').first().tap()],
  ['the terminal', (page) => panel(page, 'Terminal')],
  ['Why?', (page) => panel(page, 'Why?')],
  ...['Desired / observed', 'YAML', 'Events', 'Tree'].map((tab): View => [tab, async (page) => { await page.locator('#story').getByRole('tab', { name: tab }).tap() }]),
  ...['Swimlanes', 'etcd log', 'Scheduler'].map((tab): View => [tab, async (page) => { await choose(page, tab); await expect(page.locator('#story [data-tab]')).toContainText(/httpd|lanes|Wider/) }]),
  ['the swimlanes as a table', async (page) => { await choose(page, 'Swimlanes'); await page.getByRole('button', { name: 'Table', exact: true }).tap(); await expect(page.locator('#story table')).toBeVisible() }],
  ['the menu', async (page) => { await page.getByRole('button', { name: 'Menu: all tools' }).tap(); await expect(page.getByRole('dialog')).toBeVisible() }],
  ...['Layers…', 'Break…', 'Share this session…', 'What the signs mean', 'Glossary', 'Gallery', 'YAML', 'Find anything', 'Run until…', 'Compare branches…', 'All bookmarks…'].map((name): View => [name, (page) => opened(page, name)]),
  ...PARTS.map((name): View => [`inside ${name}`, async (page) => { await shut(page); await choose(page, name); await expect(page.locator('#inside [class*="panel"], #inside table').first()).toBeVisible() }]),
]

/** The targets of every view that are too small for a thumb. */
async function smallIn(page: Page, views: readonly View[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const wrong: Record<string, readonly string[]> = {}
  for (const [what, come, within] of views) await test.step(what, async () => {
    await come(page)
    const found = await smallTargets(page, EXCEPTED, within)
    if (found.length > 0) wrong[what] = found
  })
  return wrong
}

test('what a thumb is to hit is 44 px wide and high, in every view of a phone', async ({ browser }) => {
  const page = await phone(browser, 'lang=en&theme=dark&speed=200')
  expect(await smallIn(page, VIEWS)).toEqual({})
  await page.context().close()
})

test('what a thumb is to hit of a fleet is as large', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto('./?scenario=fleet-400&lang=en&theme=light')
  await expect(page.getByTestId('fleet-cells')).toBeVisible({ timeout: 60_000 })
  expect(await smallIn(page, [
    ['the picture', () => Promise.resolve()],
    ['the story', (one) => panel(one, 'Story')],
    ['a node', async (one) => { await one.getByTestId('fleet-cells').focus(); await one.keyboard.press('ArrowRight'); await one.keyboard.press('Space'); await expect(one.getByRole('button', { name: 'Back to the fleet' })).toBeVisible() }, '#stage section:has(> button[aria-label="Back to the fleet"])'],
  ])).toEqual({})
  await context.close()
})

test('a question comes with its choices in reach: the sheet makes room for them, and for the verdict', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' })
  const page = await context.newPage()
  // As slow as this the story stops long enough for any machine.
  await page.goto('./?speed=0.25&lang=en&theme=dark')
  await page.locator(LINE).tap()
  await expect(page.getByText('How many Pods exist right now?')).toBeVisible({ timeout: 60_000 })
  for (const name of ['None', 'One', 'Two']) await expect(page.getByRole('radio', { name, exact: true })).toBeInViewport()
  await page.getByText('None', { exact: true }).tap()
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Step to find out' }).tap()
  await expect(page.getByRole('status').filter({ hasText: 'Your prediction was right' })).toBeInViewport()
})
