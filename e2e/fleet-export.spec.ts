import { writeFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { cells, list, open } from './fleet-page.ts'
import { begun, printed } from './page.ts'
import { drawn, save } from './saved.ts'

// Files of a fleet's picture: every node is in them, as kubectl counts.

test.setTimeout(180_000)

const parsed = (page: Page, svg: string) => page.evaluate((text) => {
  const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml')
  const boxes = (state: string) => [...root.querySelectorAll(`[data-cells] > path[data-state="${state}"]`)].reduce((sum, path) => sum + (path.getAttribute('d')?.match(/M/g)?.length ?? 0), 0)
  return {
    wrong: root.querySelector('parsererror')?.textContent ?? '', foreign: root.querySelectorAll('foreignObject, image, script').length, unresolved: text.includes('var(--'), nodes: Number(root.querySelector('[data-cells]')?.getAttribute('data-cells')),
    ready: boxes('ready'), unknown: boxes('unknown'), words: [...root.querySelectorAll('text')].map((one) => one.textContent ?? '').join(' ').replaceAll(/\s+/g, ' '),
  }
}, svg)

test('a fleet as SVG holds every node with its state as kubectl says it, the caption, the zones and the legend, however near the visitor looks', async ({ page }) => {
  await open(page, 'scenario=fleet-400&speed=40&lang=en&theme=dark')
  await page.getByRole('button', { name: 'zone-b cut off' }).click()
  await expect.poll(async () => (await cells(page, 'zone-b'))[2], { timeout: 60_000 }).toBe(133)
  await begun(page, 'kubectl get nodes')
  await page.getByRole('button', { name: 'Pause' }).click()
  const silent = (await printed(page, 'kubectl get nodes')).match(/NotReady/g)!.length
  await list(page).focus()
  await page.keyboard.press('Enter')
  const { name, bytes } = await save(page, 'Stage as SVG')
  expect(name).toMatch(/^fleet-400-[\d.]+s-fleet\.svg$/)
  const svg = await parsed(page, bytes.toString())
  expect(svg).toMatchObject({ wrong: '', foreign: 0, unresolved: false, nodes: 400, unknown: silent, ready: 400 - silent })
  const caption = await page.locator('#stage p').first().innerText()
  for (const words of [caption, 'zone-a', 'zone-b', 'zone-c', '133 nodes silent', 'kube-apiserver', 'etcd', 'no report', 'tainted NoExecute', 'A fleet of 400 nodes', 'rev ']) expect(svg.words).toContain(words)
  expect(svg.words).not.toContain('undefined')
  if (process.env['KEEP']) await writeFile(`${process.env['KEEP']}/fleet.svg`, bytes)
})

test('a fleet as PNG is a picture twice as fine as the page, in the theme and the language that are chosen', async ({ page }) => {
  await open(page, 'scenario=fleet-400&speed=40&lang=zh&theme=light')
  await page.getByRole('button', { name: '镜像风暴：cache' }).click()
  await expect.poll(async () => (await cells(page, 'zone-a'))[5], { timeout: 60_000 }).toBeLessThan(4_020)
  const { bytes } = await save(page, '舞台存为 PNG')
  if (process.env['KEEP']) await writeFile(`${process.env['KEEP']}/fleet.png`, bytes)
  const seen = await drawn(page, bytes)
  expect(seen.width).toBe(2_160)
  expect(seen.first.join()).toBe('247,249,253')
  // Ready, and starting.
  expect([...seen.colours].filter(([, count]) => count > 200).map(([colour]) => colour)).toEqual(expect.arrayContaining(['10,127,94', '29,79,168']))
})
