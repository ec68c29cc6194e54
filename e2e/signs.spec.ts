import { expect, test } from '@playwright/test'
import { noAxeViolations, open } from './page.ts'

for (const [theme, lang, name, ready] of [['dark', 'en', 'What the signs mean', 'Ready'], ['light', 'zh', '图形的含义', '就绪']] as const) {
  test(`every shape of the stage is explained on one sheet, ${theme}, ${lang}`, async ({ page }) => {
    await open(page, `speed=60&lang=${lang}&theme=${theme}`)
    await page.getByRole('button', { name, exact: true }).click()
    const sheet = page.getByRole('dialog', { name })
    await expect(sheet.getByText(ready, { exact: true })).toBeVisible()
    await expect(sheet.getByRole('listitem')).toHaveCount(17 + 8 + 8)
    await noAxeViolations(page)
    await page.keyboard.press('Escape')
    await expect(sheet).toHaveCount(0)
    await page.locator('#stage').click({ position: { x: 4, y: 4 } })
    await page.keyboard.press('v')
    await expect(sheet).toBeVisible()
  })
}
