import { expect, test, type Page } from '@playwright/test'
import { CREATE, noAxeViolations, open, run, settled, soon, step, stepBy } from './page.ts'

const glossary = (page: Page) => page.getByRole('dialog', { name: /Glossary|术语表/ })
const entries = (page: Page) => glossary(page).locator('[data-term]')
const QUERY = 'speed=200&lang=en&theme=dark'

test('what an old text says is found, and what it is called now', async ({ page }) => {
  await open(page, QUERY)
  await page.keyboard.press('Escape')
  await page.keyboard.press('d')
  const field = glossary(page).getByRole('searchbox')
  await expect(field).toBeFocused()
  for (const [typed, now, told] of [
    ['ReplicationController', 'ReplicaSet', 'a Deployment makes ReplicaSets'], ['Endpoints', 'EndpointSlice', 'deprecated since v1.33'], ['kube-dns', 'CoreDNS', 'v1.13'], ['dockershim', 'CRI', 'v1.24'], ['吊舱', 'Pod', 'translate it'], ['minion', 'node', '/registry/minions'],
    ['调谐', 'reconcile', 'what is true now'], ['wd', 'taint', 'keeps Pods away'],
  ] as const) {
    await field.fill(typed)
    await expect(entries(page).first().locator('dt')).toContainText(now)
    await expect(entries(page).first()).toContainText(told)
  }
  await field.fill('no such word')
  await expect(glossary(page).getByRole('status')).toHaveText('Nothing is called that here.')
  await field.fill('')
  await expect(glossary(page).getByRole('status')).not.toHaveText('Nothing is called that here.')
  const all = await entries(page).count()
  await glossary(page).getByRole('button', { name: 'Then and now' }).click()
  await soon(() => entries(page).count()).toBeLessThan(all)
  for (const text of await entries(page).allInnerTexts()) expect(text).toContain('Then:')
})

test('a dotted word of a caption explains itself, by keyboard, and leads into the glossary', async ({ page }) => {
  await open(page, QUERY)
  await run(page, CREATE)
  await stepBy(page, 'milestone')
  const word = page.locator('#stage section p').first().getByRole('button')
  for (let count = 0; count < 20 && !(await word.filter({ hasText: 'kubelet' }).count()); count++) await step(page, 'One step back')
  const sentence = await page.locator('#stage section p').first().innerText()
  await word.filter({ hasText: 'kubelet' }).focus()
  await page.keyboard.press('Enter')
  const card = page.getByRole('dialog', { name: 'kubelet' })
  await expect(card).toContainText('Nobody orders it')
  await noAxeViolations(page)
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
  await expect(word.filter({ hasText: 'kubelet' })).toBeFocused()
  expect(await page.locator('#stage section p').first().innerText()).toBe(sentence)
  await page.keyboard.press('Enter')
  await card.getByRole('button', { name: 'Open the glossary' }).click()
  await expect(entries(page).and(page.locator('[data-asked="true"]'))).toContainText('kubelet')
  await expect(entries(page).and(page.locator('[data-asked="true"]'))).toBeInViewport()
})

test('the palette finds a term by its Chinese name; "show me" opens a scenario where it is at work', async ({ page }) => {
  await open(page, QUERY)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('污点')
  await page.getByRole('option').filter({ hasText: 'Term' }).filter({ hasText: /^taint污点/ }).click()
  const asked = entries(page).and(page.locator('[data-asked="true"]'))
  await expect(asked).toContainText('keeps Pods away')
  await asked.getByRole('link', { name: 'Show me' }).click()
  await expect(page.getByRole('banner')).toContainText('Taints', { timeout: 60_000 })
})

for (const [theme, lang] of [['dark', 'en'], ['dark', 'zh'], ['light', 'en'], ['light', 'zh']] as const) {
  test(`axe finds nothing in the glossary: ${theme}, ${lang}`, async ({ page }) => {
    await page.goto(`./?lang=${lang}&theme=${theme}&speed=200`)
    await settled(page)
    await page.keyboard.press('d')
    await expect(glossary(page)).toBeVisible()
    await noAxeViolations(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await noAxeViolations(page)
  })
}
