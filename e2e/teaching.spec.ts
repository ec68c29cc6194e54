import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { noAxeViolations, open, soon } from './page.ts'

/** Begins a presentation, and gives the speaker's window. */
async function both(page: Page, context: BrowserContext, query: string): Promise<Page> {
  await open(page, query)
  // Who has the terminal's focus would type.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  const [speaker] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('Shift+P')])
  speaker.on('pageerror', (error) => { throw error })
  await expect(speaker.locator('[data-audience="here"]')).toBeVisible({ timeout: 20_000 })
  return speaker
}

test('of a scenario the speaker is told what to watch, what to ask and what is often believed, in either language', async ({ page, context }) => {
  const fetched: string[] = []
  page.on('request', (request) => fetched.push(request.url()))
  const speaker = await both(page, context, 'speed=200&lang=en&theme=dark&scenario=crash-loop')
  const notes = speaker.getByTestId('scenario-notes')
  await expect(notes.getByRole('term')).toHaveText(['What to watch', 'What to ask', 'What is often believed'])
  await expect(notes.getByRole('definition').first()).toContainText('10 s, 20 s, 40 s')
  await noAxeViolations(speaker)
  await Promise.all([speaker.waitForRequest(/notes-zh/), speaker.getByRole('button', { name: '中文' }).click()])
  await expect(notes.getByRole('term')).toHaveText(['看什么', '问什么', '常见的误解'])
  await expect(notes).toContainText('同一个 Pod 里重启容器')
  await noAxeViolations(speaker)
  // The audience sees nothing of it, and its window does not even fetch it.
  expect(await page.getByTestId('scenario-notes').count()).toBe(0)
  expect(fetched.filter((url) => /notes-(en|zh)/.test(url))).toEqual([])
})

test('the laser pointer is one dot for both windows: the audience’s mouse moves it, and so do the speaker’s hand and arrows; Escape takes it away', async ({ page, context }) => {
  const speaker = await both(page, context, 'speed=200&lang=en&theme=light')
  const dot = page.getByTestId('laser').locator('div')
  const spot = speaker.getByTestId('spot')
  await page.bringToFront()
  await page.keyboard.press('o')
  await page.mouse.move(720, 225)
  await expect(dot).toHaveAttribute('data-x', '0.500')
  await expect(dot).toHaveAttribute('data-y', '0.250')
  await expect(spot).toHaveAttribute('style', 'left: 50%; top: 25%;')
  await page.mouse.move(360, 450, { steps: 4 })
  await expect(page.getByTestId('laser').locator('polyline')).toHaveCount(1)
  // It points; it does not stand in the way.
  await expect(speaker.getByRole('button', { name: 'Laser pointer' })).toHaveAttribute('aria-pressed', 'true')
  const pad = speaker.getByRole('group', { name: /The audience’s window/ })
  await expect(pad).toContainText('etcd')
  const box = (await pad.boundingBox())!
  await speaker.bringToFront()
  await speaker.mouse.move(box.x + box.width * .75, box.y + box.height * .5)
  await expect.poll(async () => Number(await dot.getAttribute('data-x'))).toBeCloseTo(.75, 1)
  await noAxeViolations(speaker)
  await pad.focus()
  const before = Number(await dot.getAttribute('data-x'))
  await speaker.keyboard.press('ArrowLeft')
  await expect.poll(async () => Number(await dot.getAttribute('data-x'))).toBeCloseTo(before - .02, 2)
  await speaker.keyboard.press('Escape')
  await expect(page.getByTestId('laser')).toHaveCount(0)
  await expect(pad).toHaveCount(0)
  await page.bringToFront()
  await page.getByRole('button', { name: 'Laser pointer' }).click()
  await page.mouse.move(700, 300)
  await expect(dot).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('laser')).toHaveCount(0)
  // The presentation goes on.
  await expect(page.getByRole('button', { name: 'Laser pointer' })).toBeVisible()
})

for (const theme of ['dark', 'light'] as const) {
  test(`a button that is pressed is told from one that is not, in the ${theme} theme: by an edge of the accent and its ground`, async ({ page }) => {
    await open(page, `speed=200&lang=en&theme=${theme}`)
    await page.getByRole('button', { name: 'Present', exact: true }).click()
    const laser = page.getByRole('button', { name: 'Laser pointer' })
    const look = () => laser.evaluate((one) => { const { borderTopColor, backgroundColor } = getComputedStyle(one); return { edge: borderTopColor, ground: backgroundColor } })
    const token = (name: string) => page.evaluate((wanted) => { const one = document.body.appendChild(document.createElement('i')); one.style.color = `var(${wanted})`; const { color } = getComputedStyle(one); one.remove(); return color }, name)
    expect(await look()).toEqual({ edge: await token('--line'), ground: await token('--card') })
    await laser.click()
    await expect(laser).toHaveAttribute('aria-pressed', 'true')
    await soon(look).toEqual({ edge: await token('--accent'), ground: await token('--hl') })
    await noAxeViolations(page)
  })
}

test('with reduced motion the dot has no trail', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, 'speed=200&lang=en&theme=dark')
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await page.keyboard.press('p')
  await page.getByRole('button', { name: 'Laser pointer' }).click()
  await page.mouse.move(600, 300, { steps: 3 })
  await expect(page.getByTestId('laser').locator('div')).toBeVisible()
  await expect(page.getByTestId('laser').locator('polyline')).toHaveCount(0)
})
