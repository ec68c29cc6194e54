import { expect, test } from '@playwright/test'
import { cells, open } from './fleet-page.ts'
import { clock, elsewhere, hash, noAxeViolations } from './page.ts'

test.setTimeout(120_000)

test('two futures of a fleet are compared by what was counted: one with a zone cut off, one without', async ({ page }) => {
  await open(page, 'scenario=fleet-400&speed=40&lang=en&theme=dark')
  await page.getByRole('button', { name: 'zone-b cut off' }).click()
  await expect.poll(async () => (await cells(page, 'zone-b'))[2], { timeout: 60_000 }).toBe(133)
  await page.getByRole('button', { name: 'Pause' }).click()
  const there = await hash(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Home')
  await elsewhere(page, there)
  const start = await hash(page)
  // Acting in the past begins another future.
  await page.getByRole('button', { name: 'image storm: cache' }).click()
  await elsewhere(page, start)
  await expect.poll(async () => (await cells(page, 'zone-a'))[4]! - (await cells(page, 'zone-a'))[5]!, { timeout: 60_000 }).toBeGreaterThan(20)
  // Some whole seconds have been counted.
  await expect.poll(async () => (await clock(page)).seconds, { timeout: 60_000 }).toBeGreaterThan(3)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+F')
  const dialog = page.getByRole('dialog')
  const unknown = dialog.getByRole('row', { name: /Nodes called Unknown/ })
  await dialog.getByRole('slider').press('End')
  // main has lost a zone by then; the other future has not.
  await expect(unknown.getByRole('cell')).toHaveText(['133', '0'])
  await expect(unknown).toHaveAttribute('data-differs', 'true')
  await dialog.getByRole('button', { name: /Where they part/ }).click()
  await expect(unknown).toHaveAttribute('data-differs', 'false')
  await noAxeViolations(page)
})
