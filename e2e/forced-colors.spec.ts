import { expect, test, type Page } from '@playwright/test'
import { cells, open as openFleet } from './fleet-page.ts'
import { begun, breakIt, CREATE, inspector, noAxeViolationsButColours, open, pods, run, settled, soon, step, stepBy, thing } from './page.ts'
import { save } from './saved.ts'
import { coloursOf, shapes, systemColours, unseen } from './seen.ts'

// A page whose system forces its colours, as High Contrast of Windows does: all is told by shapes and words.

const CORNER = { position: { x: 60, y: 14 } }
const forced = (page: Page, colorScheme: 'light' | 'dark') => page.emulateMedia({ forcedColors: 'active', colorScheme })

/** Axe finds nothing, and every word and glyph that is in view stands out from its ground. */
async function legible(page: Page, least = 60): Promise<void> {
  await noAxeViolationsButColours(page)
  await expect.poll(async () => (await unseen(page)).unseen, { timeout: 15_000 }).toEqual([])
  expect((await unseen(page)).looked).toBeGreaterThan(least)
}

async function press(page: Page, key: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press(key)
}

// The theme of the page is the other one than the system's: what keeps a colour of its own is not seen.
for (const [scheme, theme] of [['light', 'dark'], ['dark', 'light']] as const) {
  test(`in forced colours the views of the page are read, ${scheme}`, async ({ page }) => {
    await forced(page, scheme)
    await open(page, `speed=200&lang=en&theme=${theme}`)
    await run(page, CREATE)
    await legible(page)
    await test.step('a message on its way', async () => {
      await stepBy(page, 'message')
      await press(page, 'Home')
      await step(page, 'One step forward')
      const [ink] = await systemColours(page, ['CanvasText'])
      await soon(async () => (await coloursOf(page.locator('#stage canvas').last())).includes(ink!)).toBe(true)
      await press(page, 'End')
      await soon(async () => (await pods(page)).filter(({ state }) => state === 'Ready').length).toBe(2)
    })
    await test.step('the inspector', async () => {
      await thing(page, (await pods(page))[0]!.thing).click()
      await expect(inspector(page)).toContainText('kubectl')
      await legible(page)
    })
    for (const name of ['Swimlanes', 'etcd log', 'Scheduler']) {
      await test.step(name, async () => {
        await page.getByRole('tab', { name }).click()
        await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true')
        await legible(page)
      })
    }
    await test.step('the editor, with a mistake', async () => {
      await page.getByRole('tab', { name: 'YAML' }).last().click()
      await press(page, 'Shift+Y')
      await expect(page.locator('.cm-content')).toContainText('apiVersion:')
      await legible(page)
    })
    await test.step('the gallery', async () => {
      await page.keyboard.press('Escape')
      await press(page, 'g')
      await expect(page.getByRole('dialog', { name: 'Gallery' })).toBeVisible()
      await soon(() => coloursOf(page.locator('[role="dialog"] canvas').first()).then((all) => all.length)).toBeGreaterThan(1)
      await legible(page, 20)
    })
  })

  test(`in forced colours the rooms are read, ${scheme}`, async ({ page }) => {
    await forced(page, scheme)
    await open(page, `speed=200&lang=en&theme=${theme}`)
    await run(page, CREATE)
    for (const id of ['scheduler', 'controller-manager', 'apiserver', 'etcd', 'node/node-b']) {
      await test.step(id, async () => {
        await thing(page, id).dblclick(CORNER)
        await expect(page.locator('#inside h3').first()).toBeVisible()
        await legible(page)
        await press(page, '0')
        await expect(page.locator('#inside')).toHaveCount(0)
      })
    }
  })
}

test('every state of a Pod has a glyph of its own in two colours, and its name beside it', async ({ page }) => {
  await forced(page, 'light')
  await open(page, 'speed=200&lang=en&theme=dark')
  await page.getByRole('button', { name: 'What the signs mean', exact: true }).click()
  const sheet = page.getByRole('dialog', { name: 'What the signs mean' })
  const states = sheet.getByRole('listitem').filter({ hasText: /^(Pending|Creating|Running, not Ready|Ready|Succeeded|Failed|Terminating|Unknown)/ })
  await expect(states).toHaveCount(8)
  await legible(page)
  const clips = await states.locator('svg').evaluateAll((all) => all.map((one) => { const { x, y, width, height } = one.getBoundingClientRect(); return { x, y, width, height } }))
  const seen = await shapes(page, clips)
  const apart = seen.flatMap((one, at) => seen.slice(at + 1).map((other) => [...one].filter((pixel, index) => pixel !== other[index]).length))
  expect(apart).toHaveLength(28)
  expect(Math.min(...apart)).toBeGreaterThan(6)
})

test('a node without power and Pods whose image is not there are told by shape and word', async ({ page }) => {
  await forced(page, 'light')
  await open(page, 'scenario=sandbox&speed=200&lang=en&theme=dark')
  await run(page, 'kubectl create deployment web --image=nginx --replicas=3')
  await run(page, 'kubectl create deployment wrong --image=nowhere:1')
  const wrong = async () => (await pods(page, /nowhere/))[0]
  await soon(async () => (await wrong())?.state).not.toBe('Creating')
  await breakIt(page, thing(page, 'node/node-b'), /power/i)
  await expect(thing(page, 'node/node-b')).toContainText(/Unknown|NotReady|no power|off/i, { timeout: 60_000 })
  const pause = page.getByRole('button', { name: 'Pause', exact: true })
  if (await pause.isVisible()) await pause.click()
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await legible(page)
  /** A glyph of the stage without its colours. */
  const drawing = (id: string) => thing(page, id).locator('svg').evaluateAll((all) => all.map((one) => one.innerHTML.replaceAll(/var\(--[\w-]+\)/g, '')))
  const [dark, lit] = [await drawing('node/node-b'), await drawing('node/node-c')]
  expect(dark[1]).not.toBe(lit[1])
  await expect(thing(page, 'node/node-c')).toContainText('Ready')
  const ready = (await pods(page, /nginx/)).find(({ state, node }) => state === 'Ready' && node !== 'node-b')!
  expect((await drawing((await wrong())!.thing))[0]).not.toBe((await drawing(ready.thing))[0])
})

for (const scheme of ['light', 'dark'] as const) {
  test(`the cells of a fleet are painted in the system's two colours, and anew when these change, from ${scheme}`, async ({ page }) => {
    await forced(page, scheme)
    await openFleet(page, `scenario=fleet-400&speed=40&lang=en&theme=${scheme === 'light' ? 'dark' : 'light'}`)
    await page.getByRole('button', { name: 'zone-b cut off' }).click()
    await expect.poll(async () => (await cells(page, 'zone-b'))[2], { timeout: 60_000 }).toBe(133)
    await begun(page, 'kubectl cordon a-0003')
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    const canvas = page.locator('canvas[data-cell]')
    await expect.poll(() => coloursOf(canvas)).toEqual(await systemColours(page, ['CanvasText', 'Canvas']))
    await legible(page, 60)
    const clips = await page.locator('#stage footer i[data-mark]').evaluateAll((all) => all.map((one) => { const { x, y, width, height } = one.getBoundingClientRect(); return { x, y, width, height } }))
    expect(new Set(await shapes(page, clips)).size).toBe(7)
    // Without forced colours the theme is back, without a reload.
    const forcedNow = await coloursOf(canvas)
    await page.emulateMedia({ forcedColors: 'none', colorScheme: scheme })
    await expect.poll(() => coloursOf(canvas)).not.toEqual(forcedNow)
  })
}

test('a picture that is saved has the theme of the page, whatever the system forces', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  const plain = (await save(page, 'Stage as SVG')).bytes.toString()
  await forced(page, 'light')
  expect((await save(page, 'Stage as SVG')).bytes.toString()).toBe(plain)
})

test('on a phone forced colours leave every word and glyph to be seen', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce', forcedColors: 'active', colorScheme: 'light' })
  const page = await context.newPage()
  await page.goto('./?lang=zh&speed=200&theme=dark')
  await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
  await page.locator('#story code + button').tap()
  await settled(page)
  await legible(page, 20)
  await context.close()
})

test('a word and a glyph in the colour of their ground are found', async ({ page }) => {
  await forced(page, 'light')
  await open(page, 'speed=200&lang=en&theme=dark')
  expect((await unseen(page)).unseen).toEqual([])
  // What every drawing had before: a colour of the dark theme on the system's white.
  await page.addStyleTag({ content: '#stage [data-thing="node/node-a"] b { forced-color-adjust: none; color: #fff } #stage [data-thing="user"] svg path, #stage [data-thing="kubectl"] svg path { fill: #eaf0fc !important; stroke: #fff !important }' })
  const { unseen: found } = await unseen(page)
  expect(found).toContain('“node-a”')
  expect(found.some((one) => one.startsWith('glyph in'))).toBe(true)
})
