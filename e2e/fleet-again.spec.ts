import { expect, test, type Page } from '@playwright/test'
import { cells, open } from './fleet-page.ts'
import { clock } from './page.ts'

// The largest fleet keeps no past. Here is the only test that opens it: 5,000 nodes and 150,000 Pods.

test.setTimeout(900_000)

const again = (page: Page) => page.getByRole('button', { name: 'Live it again up to there' })

test('a run of 5,000 nodes that is too large to be rewound is lived again up to what was done, and comes out the same', async ({ page }) => {
  await open(page, 'scenario=fleet-5000&speed=20&lang=en&theme=dark', 180_000)
  expect((await cells(page, 'zone-c'))[0]).toBe(1_666)
  await page.getByRole('button', { name: 'Play' }).click()
  await expect.poll(async () => (await clock(page)).seconds, { timeout: 120_000 }).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'zone-c without power' }).click()
  await expect.poll(async () => (await clock(page)).seconds, { timeout: 120_000 }).toBeGreaterThan(3)
  await page.getByRole('button', { name: 'Pause' }).click()
  const before = (await clock(page)).seconds
  await page.getByRole('button', { name: 'One step back' }).click()
  await again(page).click()
  await expect(page.getByTestId('fleet-table')).toHaveCount(0)
  await expect(page.locator('[data-thing="zone/zone-c"]')).toHaveAttribute('data-lost', 'true', { timeout: 180_000 })
  expect((await clock(page)).seconds).toBeLessThan(before)
  expect((await clock(page)).seconds).toBeGreaterThan(0)
  // To the beginning: nothing has been done yet.
  await page.getByRole('button', { name: 'To the start' }).click()
  await again(page).click()
  await expect(page.getByTestId('fleet-table')).toHaveCount(0)
  await expect(page.locator('[data-thing="zone/zone-c"]')).toHaveAttribute('data-lost', 'false', { timeout: 180_000 })
  expect((await clock(page)).seconds).toBe(0)
  expect((await cells(page, 'zone-c'))[1]).toBe(1_666)
})
