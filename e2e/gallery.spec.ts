import { expect, test, type Locator } from '@playwright/test'
import { noAxeViolations, open, output, settled, untilRest } from './page.ts'

test('the gallery shows every scenario as a link, filters them, and closes with Escape', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Gallery' }).click()
  const gallery = page.getByRole('dialog', { name: 'Gallery' })
  const cards = gallery.getByRole('link')
  await expect.poll(() => cards.count()).toBeGreaterThanOrEqual(12)
  await expect(gallery.getByRole('link', { name: /You are here/ })).toContainText('Step through a rollout')
  await noAxeViolations(page)
  await gallery.getByRole('button', { name: 'Scheduling' }).click()
  await expect(gallery.getByRole('link', { name: /Somebody more urgent/ })).toBeVisible()
  await expect(gallery.getByRole('link', { name: /No majority/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(gallery).toHaveCount(0)
})

test('a card is drawn by an engine that runs its scenario', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  const cards = page.getByRole('dialog', { name: 'Gallery' }).locator('canvas')
  const drawn = (card: Locator) => card.evaluate((canvas: HTMLCanvasElement) => new Set(canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data).size)
  // How each of the first two rows begins is seen at once, not when it is its turn to move.
  for (let card = 0; card < 8; card++) await expect.poll(() => drawn(cards.nth(card)), { timeout: 30_000 }).toBeGreaterThan(20)
})

test('a scenario opens from its link at rest, and what it offers is done', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark&scenario=taints')
  await expect(page.getByRole('heading', { name: 'Taints and who tolerates them' })).toBeVisible()
  await untilRest(page, () => page.getByRole('button', { name: /taint nodes node-b repair=true:NoExecute/ }).click())
  expect(await output(page, 'kubectl get pods -o wide')).not.toContain('node-b')
  await untilRest(page, () => page.getByRole('button', { name: /taint nodes node-b repair-/ }).click())
  expect(await output(page, 'kubectl describe node node-b')).toMatch(/Taints: +<none>/)
})

for (const [width, height] of [[1280, 720], [390, 844]] as const) {
  test(`what an offered command prints is seen, although the terminal was folded: ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await page.goto('./?speed=200&lang=en&theme=dark&scenario=node-loss')
    await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
    await expect(page.locator('#terminal')).toBeHidden()
    await page.getByRole('button', { name: 'kubectl get nodes' }).click()
    await expect(page.locator('#terminal')).toBeVisible()
    await expect(page.locator('#terminal [role="log"]')).toContainText(/node-b +Ready/)
  })
}

test('one tool breaks, Heal repairs, and the page says that desired equals observed', async ({ page }) => {
  await open(page, 'speed=400&lang=en&theme=dark&scenario=node-loss')
  await page.getByRole('button', { name: 'Break', exact: true }).click()
  await noAxeViolations(page)
  await page.getByRole('button', { name: 'Power off' }).click()
  await page.locator('[data-thing="node/node-b"]').first().click({ position: { x: 60, y: 16 } })
  await expect(page.getByRole('button', { name: /1 broken/ })).toBeVisible()
  await settled(page)
  expect(await output(page, 'kubectl get nodes')).toMatch(/node-b +NotReady/)
  await page.getByRole('button', { name: /1 broken/ }).click()
  await page.getByRole('button', { name: 'Heal everything' }).click()
  await expect(page.getByText('Healed: desired equals observed.')).toBeVisible({ timeout: 60_000 })
  await noAxeViolations(page)
})

test('a tool is taken up with the keyboard and put down with Escape', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+X')
  await page.getByRole('button', { name: 'Hold or lose a message' }).press('Enter')
  const armed = page.getByRole('status').filter({ hasText: 'Hold or lose a message' })
  await expect(armed).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(armed).toHaveCount(0)
})
