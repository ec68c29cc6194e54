import { expect, test } from '@playwright/test'
import { noAxeViolations, open } from './page.ts'

// The check that the other tests rely on can fail.

const found = async (check: Promise<void>): Promise<string> => check.then(() => '', (error: unknown) => String(error))

test('axe sees a button without a name, and words that are too pale in one theme only', async ({ page }) => {
  await open(page)
  await noAxeViolations(page)
  await page.evaluate(() => document.querySelector('#transport')!.append(document.createElement('button')))
  expect(await found(noAxeViolations(page))).toContain('button-name (dark)')
  await page.evaluate(() => document.querySelector('#transport')!.lastElementChild!.remove())
  await page.addStyleTag({ content: '[data-theme="light"] #story p { color: #eee !important }' })
  expect(await found(noAxeViolations(page))).toContain('color-contrast (light)')
  await page.reload()
  // Words of the stage, too, before which lies a canvas.
  await page.locator('#stage [role="tree"]').waitFor({ state: 'attached' })
  await page.addStyleTag({ content: '[data-theme="dark"] #stage [data-thing="node/node-a"] b { color: #333 !important }' })
  expect(await found(noAxeViolations(page))).toContain('color-contrast (dark)')
})
