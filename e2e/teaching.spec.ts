import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { noAxeViolations, open } from './page.ts'

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
