import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { clock, CREATE, noAxeViolations, open, pods, printed, run, step, stepBy } from './page.ts'
import { drawn, save } from './saved.ts'

/** Reads SVG with the browser's own parser; what is not well-formed has no root of its own. */
const parsed = (page: Page, svg: string) => page.evaluate((text) => {
  const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml')
  return {
    root: root.nodeName, wrong: root.querySelector('parsererror')?.textContent ?? '', width: Number(root.getAttribute('width')), height: Number(root.getAttribute('height')), foreign: root.querySelectorAll('foreignObject, image, script').length,
    things: [...root.querySelectorAll('[data-thing]')].map((one) => one.getAttribute('data-thing') ?? ''), titles: [...root.querySelectorAll('title')].map((one) => one.textContent ?? ''), texts: [...root.querySelectorAll('text')].map((one) => one.textContent ?? ''),
    arrows: [...root.querySelectorAll('[data-event]')].map((one) => one.getAttribute('data-event') ?? ''), fonts: [...new Set([...root.querySelectorAll('text')].map((one) => one.getAttribute('font-family') ?? ''))].length, unresolved: text.includes('var(--'),
  }
}, svg)

const names = async (page: Page) => {
  await run(page, 'kubectl get pods -o name')
  return (await printed(page, 'kubectl get pods -o name')).match(/httpd-app-\S+/g)!
}

test('the stage as SVG holds every Pod by its name, the caption of the moment, and the legend of kinds, states and messages', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  const all = await names(page)
  expect(all).toHaveLength(2)
  const caption = await page.locator('#stage p').first().innerText()
  const { name, bytes } = await save(page, 'Stage as SVG')
  expect(name).toBe(`rollout-${(await clock(page)).seconds.toFixed(3)}s-stage.svg`)
  const svg = await parsed(page, bytes.toString())
  expect(svg).toMatchObject({ root: 'svg', wrong: '', foreign: 0, unresolved: false })
  for (const pod of all) expect(svg.titles.some((title) => title.startsWith(pod))).toBe(true)
  for (const { thing } of await pods(page)) expect(svg.things).toContain(thing)
  const text = svg.texts.join(' ').replaceAll(/\s+/g, ' ')
  expect(text).toContain(caption)
  for (const words of ['node-a', 'node-b', 'node-c', 'cp-1', 'kube-apiserver', 'kube-scheduler', 'Watch event', 'Running, not Ready', 'Terminating', 'containerd', `rev ${(await clock(page)).revision}`]) expect(text).toContain(words)
  // What is not shown is not drawn: the sheet itself is gone again.
  await expect(page.locator('[data-thing="node/node-a"]')).toHaveCount(1)
})

test('the stage as PNG is as large as its SVG, twice as fine, and in the theme and language of the page', async ({ page }) => {
  await open(page, 'speed=200&lang=zh&theme=light')
  await run(page, CREATE)
  const [svg, png] = [await save(page, '舞台存为 SVG'), await save(page, '舞台存为 PNG')]
  const picture = await parsed(page, svg.bytes.toString())
  expect(picture.texts.join(' ')).toContain('运行中，未就绪')
  const seen = await drawn(page, png.bytes)
  expect(seen).toMatchObject({ width: picture.width * 2, height: picture.height * 2 })
  expect(seen.colours.size).toBeGreaterThan(200)
  expect(Math.min(...seen.first as number[])).toBeGreaterThan(200)
})

test('the swimlanes as SVG, PNG and Mermaid have an arrow for every message that the dock shows', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await page.getByRole('tab', { name: 'Swimlanes' }).click()
  const lanes = page.getByRole('group', { name: 'Swimlanes' }).first()
  await expect(lanes.locator('[data-event]').nth(100)).toBeAttached()
  const shown = await lanes.locator('[data-event]').evaluateAll((found) => found.map((one) => one.getAttribute('data-event')!))
  const svg = await save(page, 'Swimlanes as SVG')
  const picture = await parsed(page, svg.bytes.toString())
  expect(picture).toMatchObject({ root: 'svg', wrong: '', foreign: 0 })
  expect(picture.arrows).toEqual(shown)
  for (const lane of ['you', 'kube-apiserver', 'etcd', 'deployment-controller', 'replicaset-controller', 'kube-scheduler']) expect(picture.texts).toContain(lane)
  const { name, bytes } = await save(page, 'Swimlanes as Mermaid')
  expect(name).toMatch(/^rollout-\d+\.\d{3}s-swimlanes\.mmd$/)
  const lines = bytes.toString().split('\n')
  expect(lines).toContain('sequenceDiagram')
  const participants = lines.flatMap((line) => /^ {2}participant (p\d+) as (.+)$/.exec(line)?.slice(1, 2) ?? [])
  const arrows = lines.flatMap((line) => { const found = /^ {2}(p\d+)(->>|-->>|--\)|-x)(p\d+): (.+)$/.exec(line); return found ? [found] : [] })
  expect(arrows).toHaveLength(shown.length)
  for (const [, from, , to] of arrows) expect(participants).toEqual(expect.arrayContaining([from, to]))
  for (const [, , , , label] of arrows) expect(label).not.toMatch(/[;<>{}]/)
  expect(arrows[0]![4]).toMatch(/^POST deployments/)
  const png = await drawn(page, (await save(page, 'Swimlanes as PNG')).bytes)
  expect(png).toMatchObject({ width: picture.width * 2, height: picture.height * 2 })
  expect(png.colours.size).toBeGreaterThan(50)
})

test('a moment of the past is saved as it was, by the keyboard alone and from the palette', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await page.getByRole('button', { name: 'To the start' }).click()
  await stepBy(page, 'write')
  await step(page, 'One step forward')
  await page.getByRole('button', { name: 'Save as a picture or a diagram' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Stage as SVG' })).toBeVisible()
  await noAxeViolations(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  // A step may still be on its way when its first frame is there: what was saved is the moment that the page shows then.
  const { seconds, revision } = await clock(page)
  const first = await parsed(page, (await readFile(await download.path())).toString())
  expect(first.texts.join(' ')).toContain(`rev ${revision}`)
  expect(first.titles.filter((title) => title.startsWith('httpd-app-'))).toEqual([])
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('swimlanes as mer')
  const [diagram] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(diagram.suggestedFilename()).toBe(`rollout-${seconds.toFixed(3)}s-swimlanes.mmd`)
})
