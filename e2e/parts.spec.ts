import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { CREATE, inspector, open, pods, run, thing } from './page.ts'

const FILES = readdirSync(join(process.env['E2E_DIST'] ?? 'dist', 'assets'))

test('after the first visit every part of the page is there without a network: editor, rooms, glossary, gallery, a fleet', async ({ page, context }) => {
  await open(page)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.reload()
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await context.setOffline(true)
  // Nothing that the build made is missing.
  const missing = await page.evaluate(async (files) => {
    const answers = await Promise.all(files.map(async (file) => ({ file, ok: await fetch(`./assets/${file}`).then(({ ok }) => ok, () => false) })))
    return answers.filter(({ ok }) => !ok).map(({ file }) => file)
  }, FILES)
  expect(FILES.length).toBeGreaterThan(40)
  expect(missing).toEqual([])
  expect(await page.evaluate(() => fetch('./never-built.js').then(() => true, () => false)), 'there is no network').toBe(false)

  await open(page)
  await run(page, CREATE)
  await page.keyboard.press('Escape')
  await thing(page, (await pods(page))[0]!.thing).dblclick()
  await expect(page.locator('#inside').getByRole('region', { name: 'Sandbox' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page.locator('#inside')).toHaveCount(0)
  await thing(page, 'etcd').dblclick({ position: { x: 60, y: 14 } })
  await expect(page.getByRole('region', { name: 'Inside etcd' }).getByText('leader', { exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('d')
  await expect(page.getByRole('dialog', { name: 'Glossary' }).locator('[data-term]').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await expect(page.getByRole('dialog', { name: 'Gallery' }).getByRole('link').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await thing(page, (await pods(page))[0]!.thing).click()
  await page.keyboard.press('w')
  await expect(inspector(page)).toContainText('kubectl create deployment')
  await page.keyboard.press('Shift+Y')
  // The engine's own part answers, too: what the API server would say to the text.
  await expect(page.locator('.cm-content')).toContainText('apiVersion:')
  await expect(page.locator('#editor aside').getByRole('status').first()).toHaveText('The API server would store this.')
  await page.goto('./?scenario=fleet-400&speed=40&lang=en&theme=dark')
  await expect(page.getByTestId('fleet-table').getByRole('row', { name: /^zone-c/ })).toBeAttached({ timeout: 60_000 })
})
