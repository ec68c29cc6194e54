import { expect, test, type Page } from '@playwright/test'
import { CREATE, hash, noAxeViolations, open, run, settled, soon, step } from './page.ts'

const menu = (page: Page) => page.getByRole('dialog', { name: 'Layers' })
const layer = (page: Page, name: string) => menu(page).getByRole('checkbox', { name })

/** How many points of the stage's two canvases are painted. */
const painted = (page: Page) => page.locator('#stage canvas').evaluateAll((all) => all.map((one) => {
  const canvas = one as HTMLCanvasElement
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
  let count = 0
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) count++
  return count
}))
const lines = async (page: Page) => (await painted(page))[0]!
const messages = async (page: Page) => (await painted(page))[1]!

async function choose(page: Page, act: (page: Page) => Promise<unknown>): Promise<void> {
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })
  await page.keyboard.press('Shift+M')
  await expect(menu(page)).toBeVisible()
  await act(page)
  await page.keyboard.press('Escape')
  await expect(menu(page)).toHaveCount(0)
}

test('a layer that is off leaves the picture and not the run, by keyboard alone', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  // At this moment a message is on its way.
  for (let count = 0; count < 6; count++) await step(page, 'One step back')
  const here = await hash(page)
  await soon(() => messages(page)).toBeGreaterThan(0)
  const all = await lines(page)
  await choose(page, async () => {
    await noAxeViolations(page)
    await expect(layer(page, 'Requests and answers')).toBeFocused()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await expect(layer(page, 'Watch events')).not.toBeChecked()
  })
  await soon(() => lines(page)).toBeLessThan(all)
  await choose(page, () => layer(page, 'Lines at rest').uncheck())
  await choose(page, async () => { for (const name of ['Requests and answers', 'Storage: etcd and raft', 'Inside a node: CRI and CNI']) await layer(page, name).uncheck() })
  await soon(() => painted(page)).toEqual([0, 0])
  expect(await hash(page)).toBe(here)
  await expect(page.locator('#stage li[data-off="true"]')).toHaveText(['write', 'read', 'watch', 'raft', 'CRI / CNI'])
  await choose(page, async () => { for (const name of ['Requests and answers', 'Storage: etcd and raft', 'Inside a node: CRI and CNI', 'Watch events', 'Lines at rest']) await layer(page, name).check() })
  await soon(() => lines(page)).toBe(all)
})

test('without names a message is a shape alone', async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  for (let count = 0; count < 6; count++) await step(page, 'One step back')
  await soon(() => messages(page)).toBeGreaterThan(0)
  const named = await messages(page)
  await choose(page, () => menu(page).getByRole('radio', { name: 'None' }).check())
  await soon(() => messages(page)).toBeLessThan(named)
})

test('the layers go with a link, and outlive a reload', async ({ page, context }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await choose(page, async () => {
    await layer(page, 'Watch events').uncheck()
    await layer(page, 'Heartbeats, leases, probes').check()
  })
  await expect(page.getByRole('button', { name: /heartbeats & leases shown/ })).toBeVisible()
  await page.getByRole('button', { name: 'Share' }).click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  const other = await context.newPage()
  await other.goto(link)
  await settled(other)
  const chosen = async (on: Page) => choose(on, async () => {
    await expect(on.getByRole('checkbox', { name: 'Watch events' })).not.toBeChecked()
    await expect(on.getByRole('checkbox', { name: 'Heartbeats, leases, probes' })).toBeChecked()
    await expect(on.getByRole('checkbox', { name: 'Requests and answers' })).toBeChecked()
  })
  await chosen(other)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('glass-cluster.session')?.includes('-watch'))).toBe(true)
  await page.waitForFunction(() => (JSON.parse(sessionStorage.getItem('glass-cluster.session') ?? '{}') as { head?: { settled?: boolean } }).head?.settled === true)
  await page.reload()
  await settled(page)
  await chosen(page)
})
