import { expect, type Page } from '@playwright/test'

const row = (page: Page, zone: string) => page.getByTestId('fleet-table').getByRole('row', { name: new RegExp(`^${zone}`) })
/** Of a zone: nodes, Ready, Unknown, tainted, Pods, Pods Ready. */
export const cells = async (page: Page, zone: string): Promise<number[]> => (await row(page, zone).getByRole('cell').allInnerTexts()).map(Number)
export const list = (page: Page) => page.getByTestId('fleet-cells')
export const option = (page: Page) => list(page).getByRole('option')
/** How large a cell is drawn, in CSS pixels. */
export const cellSize = async (page: Page): Promise<number> => Number(await page.locator('canvas[data-cell]').getAttribute('data-cell'))

/** A fleet takes its seconds to start: the page is waited for until its zones are there. */
export async function open(page: Page, query: string, timeout = 60_000): Promise<void> {
  page.on('pageerror', (error) => { throw error })
  await page.goto(`./?${query}`)
  await expect(row(page, 'zone-c')).toBeAttached({ timeout })
  if (!(await page.locator('#terminal').isVisible())) await page.keyboard.press('t')
  await expect(page.locator('#terminal')).toBeVisible()
}
