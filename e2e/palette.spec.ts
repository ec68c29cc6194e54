import { expect, test } from '@playwright/test'
import { clock, CREATE, noAxeViolations, open, run } from './page.ts'

test('one field finds objects, commands and scenarios, by name, by Chinese and by the initials of pinyin', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  const revision = (await clock(page)).revision - 4
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Go to an object, command or scenario' })
  const options = page.getByRole('listbox', { name: 'What was found' }).getByRole('option')
  await expect(field).toBeFocused()
  await noAxeViolations(page)
  for (const [typed, found] of [['httpd-app', 'httpd-app'], ['scheduler t', 'Scheduler table'], ['ddqb', 'Scheduler table'], ['修好', 'Heal everything'], ['jddd', 'A node goes dark'], [`rev ${revision}`, `Go to revision ${revision}`]] as const) {
    await field.fill(typed)
    await expect(options.first()).toContainText(found)
  }
  await field.fill('qqq')
  await expect(page.getByText('Nothing is called that.')).toBeVisible()
  await field.fill(`rev ${revision}`)
  await page.keyboard.press('Enter')
  await expect(field).toHaveCount(0)
  await expect(page.locator('#transport')).toContainText(`rev ${revision}`)
})

test('an object that was found is shown in the inspector', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Go to an object, command or scenario' }).click()
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('node-b')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('node-b')
})
