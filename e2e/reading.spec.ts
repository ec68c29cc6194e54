import { expect, test, type Page } from '@playwright/test'
import { begun, clock, CREATE, noAxeViolations, open, run, settled, soon, step, stepBy } from './page.ts'

const said = (page: Page) => page.locator('p[aria-live="polite"]')
const caption = (page: Page) => page.locator('#stage section p').first()
const changes = (page: Page) => page.getByRole('list', { name: 'What just changed' }).getByRole('listitem')

test('while time plays, what is read aloud are hops of the lesson, at most one in two seconds', async ({ page }) => {
  await open(page, 'speed=4&lang=en&theme=dark')
  await page.evaluate(() => {
    const region = document.querySelector('p[aria-live="polite"]')!
    const heard: { at: number; words: string }[] = Object.assign(window, { heard: [] }).heard
    new MutationObserver(() => { if (document.querySelector('button[aria-label="Pause"]')) heard.push({ at: performance.now(), words: region.textContent }) }).observe(region, { childList: true, characterData: true, subtree: true })
  })
  const heard = () => page.evaluate(() => (window as unknown as { heard: { at: number; words: string }[] }).heard)
  await begun(page, CREATE)
  await settled(page)
  const all = await heard()
  expect(all.length).toBeGreaterThan(1)
  // Each is written down when the page comes to it, which a busy machine delays.
  for (const [index, { at }] of all.entries()) if (index > 0) expect(at - all[index - 1]!.at).toBeGreaterThan(1500)
  await page.getByRole('button', { name: /Show all \d+ steps so far/ }).click()
  for (const { words } of all) await expect(page.locator('#story ol[aria-label] button').getByText(words, { exact: true }), words).not.toHaveCount(0)
})

test('every step is read aloud, unless the visitor wants silence', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await stepBy(page, 'milestone')
  for (let count = 0; count < 3; count++) await step(page, 'One step back')
  await soon(() => said(page).innerText()).toBe(await caption(page).innerText())
  await page.getByText('What just changed').click()
  await page.getByLabel('Read aloud').selectOption('Nothing')
  const before = await said(page).innerText()
  const shown = await caption(page).innerText()
  await step(page, 'One step back')
  await expect(caption(page)).not.toHaveText(shown)
  expect(await said(page).innerText()).toBe(before)
  await page.getByLabel('Read aloud').selectOption('Every hop')
  await step(page, 'One step back')
  await soon(() => said(page).innerText()).toBe(await caption(page).innerText())
})

test('the last five changes stand there as sentences, as the log of etcd has them, and go back with time', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await page.getByText('What just changed').click()
  await expect(changes(page)).toHaveCount(5)
  await noAxeViolations(page)
  await page.getByRole('tab', { name: 'etcd log' }).click()
  const log = async () => (await page.locator('section table tbody tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.innerText)))).filter(([, , key]) => !/^(leases|events)\//.test(key!)).slice(0, 5).map(([revision]) => Number(revision))
  const listed = async () => (await changes(page).allInnerTexts()).map((text) => Number(/rev (\d+)/.exec(text)?.[1]))
  await soon(async () => JSON.stringify(await listed()) === JSON.stringify(await log())).toBe(true)
  expect((await changes(page).allInnerTexts()).join('\n')).toMatch(/deployment-controller changed Deployment httpd-app\./)
  const wanted = (await listed())[3]!
  await changes(page).nth(3).getByRole('button').click()
  await soon(async () => (await clock(page)).revision).toBeLessThanOrEqual(wanted)
  await soon(async () => (await listed())[0]).toBe(wanted)
  await page.getByRole('radio', { name: '中文' }).click()
  await expect(page.getByRole('list', { name: '刚刚发生的变化' })).toContainText(/修改了|创建了/)
})

test('Alt T turns every chart into a table and back, wherever the keyboard stands', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, 'kubectl create deployment web --image=nginx')
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'Swimlanes' }).click()
  const table = page.getByRole('group', { name: 'Swimlanes' }).getByRole('table')
  await expect(page.getByRole('group', { name: 'Swimlanes' })).toBeVisible()
  await expect(table).toHaveCount(0)
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })
  await page.keyboard.press('Alt+t')
  await expect(table.getByRole('row').filter({ hasText: 'POST' }).first()).toBeVisible()
  await page.keyboard.press('Alt+t')
  await expect(table).toHaveCount(0)
})
