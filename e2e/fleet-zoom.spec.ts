import { expect, test, type Page } from '@playwright/test'
import { cellSize, list, open, option } from './fleet-page.ts'
import { begun, inspector, noAxeViolations, printed } from './page.ts'

// The cells of a fleet are gone nearer to by the same gestures as the stage of a small cluster.

const QUERY = 'scenario=fleet-400&speed=40&lang=en&theme=dark'

const POD = /[a-z]+-[0-9a-f]{8,10}-[a-z0-9]{5}/

test.setTimeout(120_000)

const nodeAtCursor = async (page: Page): Promise<string> => /^[\w-]+/.exec(await option(page).innerText())![0]

test('the wheel makes the cells larger around the pointer, a drag moves them, and 0 shows the whole again', async ({ page }) => {
  await open(page, QUERY)
  await page.keyboard.press('t')
  const box = (await list(page).boundingBox())!
  await page.mouse.move(box.x + 150, box.y + 150)
  const before = await cellSize(page)
  const node = await nodeAtCursor(page)
  await page.mouse.wheel(0, -700)
  await expect.poll(() => cellSize(page)).toBeGreaterThan(before * 2)
  await page.mouse.move(box.x + 151, box.y + 150)
  expect(await nodeAtCursor(page)).toBe(node)
  await page.mouse.down()
  await page.mouse.move(box.x + 91, box.y + 110, { steps: 6 })
  await page.mouse.up()
  await page.mouse.move(box.x + 90, box.y + 110)
  expect(await nodeAtCursor(page)).toBe(node)
  // A drag selects nothing.
  await expect(page.locator('#stage [data-thing="node/' + node + '"]')).toHaveCount(0)
  await page.keyboard.press('0')
  await expect.poll(() => cellSize(page)).toBe(before)
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect.poll(() => cellSize(page)).toBeGreaterThan(before * 1.4)
  await page.getByRole('button', { name: 'Fit the stage' }).click()
  await expect.poll(() => cellSize(page)).toBe(before)
})

test('Enter and a double click go step by step to a node and at last inside it; Escape comes back', async ({ page }) => {
  await open(page, QUERY)
  await list(page).focus()
  const whole = await cellSize(page)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect.poll(() => cellSize(page)).toBe(76)
  await page.keyboard.press('Enter')
  await expect.poll(() => cellSize(page)).toBe(184)
  await expect(option(page)).toContainText('a-0002')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Inside a-0002' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list(page)).toBeVisible()
  await expect.poll(() => cellSize(page)).toBe(184)
  await list(page).focus()
  await page.keyboard.press('Escape')
  await expect.poll(() => cellSize(page)).toBe(76)
  await page.keyboard.press('Escape')
  await expect.poll(() => cellSize(page)).toBe(whole)
  const box = (await list(page).boundingBox())!
  await page.mouse.dblclick(box.x + box.width / 2, box.y + 60)
  await expect.poll(() => cellSize(page)).toBe(76)
  await expect(page.getByRole('button', { name: 'Back to the fleet' })).toHaveCount(0)
})

test('a card near enough shows each Pod: the one that is clicked runs on that node, as kubectl says', async ({ page }) => {
  await open(page, QUERY)
  await list(page).focus()
  for (let i = 0; i < 2; i++) await page.keyboard.press('Enter')
  await expect.poll(() => cellSize(page)).toBe(184)
  const node = await nodeAtCursor(page)
  const ring = (await page.locator('#stage [class*="ring"]').boundingBox())!
  await expect(async () => {
    await page.mouse.click(ring.x + 20, ring.y + 36)
    await expect(inspector(page).locator('header').first()).toContainText(POD, { timeout: 3_000 })
  }).toPass()
  const [pod] = POD.exec(await inspector(page).locator('header').first().innerText())!
  await begun(page, `kubectl get pods -A -o wide --field-selector metadata.name=${pod}`)
  expect(await printed(page, `metadata.name=${pod}`)).toContain(node)
})

test('the wheel goes inside where nothing gets larger', async ({ page }) => {
  await open(page, QUERY)
  const box = (await list(page).boundingBox())!
  await page.mouse.move(box.x + 60, box.y + 60)
  await expect(async () => {
    await page.mouse.wheel(0, -500)
    await expect(page.getByRole('region', { name: /^Inside [abc]-\d+$/ })).toBeVisible({ timeout: 500 })
  }).toPass()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('two fingers make the cells larger, one finger then moves them', async ({ page }) => {
    await page.goto(`./?${QUERY}`)
    await expect(list(page)).toBeVisible({ timeout: 60_000 })
    const before = await cellSize(page)
    const box = (await list(page).boundingBox())!
    const [x, y] = [box.x + 150, box.y + 80]
    const touch = await page.context().newCDPSession(page)
    const put = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: (readonly [number, number])[]) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([px, py], id) => ({ x: px, y: py, id })) })
    await put('touchStart', [x - 20, y], [x + 20, y])
    for (let apart = 30; apart <= 100; apart += 10) await put('touchMove', [x - apart, y], [x + apart, y])
    await put('touchEnd')
    await expect.poll(() => cellSize(page)).toBeGreaterThan(before * 3)
    const zone = page.locator('[data-thing="zone/zone-b"]')
    const left = (await zone.boundingBox())!.x
    await put('touchStart', [x, y])
    for (let by = 10; by <= 60; by += 10) await put('touchMove', [x + by, y])
    await put('touchEnd')
    await expect.poll(async () => (await zone.boundingBox())!.x).toBeGreaterThan(left + 20)
  })
})

for (const [theme, lang] of [['dark', 'en'], ['light', 'zh']] as const) {
  test(`nothing about near cells is out of reach, ${theme}, ${lang}`, async ({ page }) => {
    await open(page, `scenario=fleet-400&speed=40&lang=${lang}&theme=${theme}`)
    await list(page).focus()
    for (let i = 0; i < 2; i++) await page.keyboard.press('Enter')
    await expect.poll(() => cellSize(page)).toBe(184)
    await noAxeViolations(page)
  })
}
