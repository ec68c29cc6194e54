import { expect, test } from '@playwright/test'
import { CREATE, noAxeViolations, open, run, screenText, settled, terminal } from './page.ts'

for (const [theme, lang] of [['dark', 'en'], ['light', 'zh']] as const) {
  test(`axe finds nothing on the stage, the panels and the inspector: ${theme}, ${lang}`, async ({ page }) => {
    await open(page, `speed=200&lang=${lang}&theme=${theme}`)
    await noAxeViolations(page)
    await run(page, CREATE)
    await page.locator('[data-thing^="pod/"]').first().click()
    await noAxeViolations(page)
    for (const key of ['e', 's']) {
      await page.keyboard.press(key)
      await page.waitForTimeout(400)
      await noAxeViolations(page)
    }
  })
}

test('axe finds nothing on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('./?lang=en&theme=dark&speed=200')
  await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
  await noAxeViolations(page)
})

test('the flagship can be done with the keyboard alone, and with reduced motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page)
  await page.keyboard.press('t')
  await expect(terminal(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await settled(page)
  await expect(screenText(page)).toContainText('deployment.apps/httpd-app created')
  await page.keyboard.press('Escape')
  await page.keyboard.press('w')
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('kubectl create deployment')
  await page.keyboard.press(',')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('Play, pause')
  await page.keyboard.press('Escape')
})

test('HTML in names and values is text', async ({ page }) => {
  await open(page)
  await run(page, `kubectl create configmap html --from-literal=a='<img src=x onerror=alert(1)>'`)
  await run(page, 'kubectl get configmap html -o jsonpath={.data.a}')
  await expect(screenText(page)).toContainText('<img src=x onerror=alert(1)>')
  expect(await page.locator('#terminal img').count()).toBe(0)
})

test('the whole page speaks Chinese when asked', async ({ page }) => {
  await open(page)
  await page.getByRole('radio', { name: '中文' }).click()
  await expect(page.getByRole('button', { name: '播放' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
})
