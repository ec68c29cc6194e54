import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const CREATE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'
export const SET_IMAGE = 'kubectl set image deployment/httpd-app httpd=httpd:2.4'
export const UNDO = 'kubectl rollout undo deployment/httpd-app'

/** Opens the page; `speed` makes the story faster than an eye wants it. */
export async function open(page: Page, query = 'speed=60&lang=en&theme=dark'): Promise<void> {
  page.on('pageerror', (error) => { throw error })
  await page.goto(`./?${query}`)
  await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
  if (!(await page.locator('#terminal').isVisible())) await page.keyboard.press('t')
  await expect(page.locator('#terminal')).toBeVisible()
}

export const terminal = (page: Page) => page.locator('#terminal textarea').first()
export const screenText = (page: Page) => page.locator('#terminal [role="log"]')
export const hash = (page: Page): Promise<string | null> => page.locator('[data-hash]').getAttribute('data-hash')

/** Types a line in the terminal and waits until the cluster has come to rest. */
export async function run(page: Page, line: string): Promise<void> {
  const done = Number(await page.locator('#terminal').getAttribute('data-done'))
  await terminal(page).fill(line)
  await terminal(page).press('Enter')
  await expect(page.locator('#terminal')).toHaveAttribute('data-done', String(done + 1), { timeout: 60_000 })
  await settled(page)
}

export async function settled(page: Page): Promise<void> {
  await expect(page.locator('[data-settled="true"]')).toBeVisible({ timeout: 90_000 })
}

/** Prints a command's own output: what stands behind its line. */
export async function output(page: Page, line: string): Promise<string> {
  await run(page, line)
  const text = await screenText(page).innerText()
  return text.slice(text.lastIndexOf(line) + line.length)
}

export async function noAxeViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
}
