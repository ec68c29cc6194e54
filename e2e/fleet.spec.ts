import { expect, test } from '@playwright/test'
import { cells, list, open, option } from './fleet-page.ts'
import { begun, noAxeViolations, printed } from './page.ts'

// Four hundred nodes: enough for the picture, and quick to start. The page with 5,000 differs in numbers only.

const QUERY = 'scenario=fleet-400&speed=40&lang=en&theme=dark'
test.setTimeout(120_000)

test('what the page counts is what the engine answers: 400 nodes in three zones, 12,000 Pods, all Ready', async ({ page }) => {
  await open(page, QUERY)
  const zones = await Promise.all(['zone-a', 'zone-b', 'zone-c'].map((zone) => cells(page, zone)))
  expect(zones.map(([nodes, ready]) => [nodes, ready])).toEqual([[134, 134], [133, 133], [133, 133]])
  await begun(page, 'kubectl get deployments -A')
  const wanted = [...(await printed(page, 'kubectl get deployments -A')).matchAll(/(\d+)\/(\d+)/g)].map(([, ready, all]) => [Number(ready), Number(all)] as const)
  const total = wanted.reduce((sum, [ready]) => sum + ready, 0)
  expect(total).toBe(12_002)
  const onWorkers = zones.reduce((sum, [, , , , pods]) => sum + pods!, 0)
  // CoreDNS may stand on the control-plane node, which has no cell.
  expect(total - onWorkers).toBeLessThanOrEqual(2)
  await begun(page, 'kubectl get nodes -l topology.kubernetes.io/zone=zone-b -o name')
  expect((await printed(page, '-o name')).match(/node\//g)?.length).toBe(133)
})

test('a zone that is cut off falls silent, its nodes are tainted one by one, and it heals', async ({ page }) => {
  await open(page, QUERY)
  await page.getByRole('button', { name: 'zone-b cut off' }).click()
  await expect.poll(async () => (await cells(page, 'zone-b'))[2], { timeout: 60_000 }).toBe(133)
  await expect(page.getByText('133 nodes silent')).toBeVisible()
  await expect.poll(async () => (await cells(page, 'zone-b'))[3], { timeout: 60_000 }).toBeGreaterThan(0)
  expect((await cells(page, 'zone-a'))[2]).toBe(0)
  await expect(page.locator('[data-thing="zone/zone-b"]')).toHaveAttribute('data-lost', 'true')
  await page.getByRole('button', { name: /1 broken/ }).click()
  await page.getByRole('button', { name: 'Heal everything' }).click()
  await expect.poll(async () => (await cells(page, 'zone-b'))[1], { timeout: 90_000 }).toBe(133)
  await expect.poll(async () => (await cells(page, 'zone-b'))[2], { timeout: 60_000 }).toBe(0)
})

test('right after a zone is cut off kubectl still calls its nodes Ready, and the page says that nobody has noticed yet', async ({ page }) => {
  await open(page, 'scenario=fleet-400&speed=0.5&lang=en&theme=dark')
  await page.getByRole('button', { name: 'zone-b cut off' }).click()
  await expect(page.getByText('zone-b is silent, and nobody has noticed yet')).toBeVisible()
  await begun(page, 'kubectl get nodes -l topology.kubernetes.io/zone=zone-b')
  expect((await printed(page, 'zone=zone-b')).match(/ Ready /g)?.length).toBe(133)
  await page.getByRole('button', { name: /1 broken/ }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('All 400 nodes are Ready.')).toBeVisible()
})

test('the cells are walked through with arrows; Space shows a node, Escape comes back; Z is a lens', async ({ page }) => {
  await open(page, QUERY)
  await list(page).focus()
  await expect(option(page)).toContainText('a-0001, zone-a, Ready, 30 of 30 Pods Ready')
  await page.keyboard.press('ArrowRight')
  await expect(option(page)).toContainText('a-0002')
  await page.keyboard.down('z')
  await expect(page.getByTestId('fleet-lens')).toContainText('a-0003')
  await expect(page.getByTestId('fleet-lens').locator('svg')).toHaveCount(120)
  await page.keyboard.up('z')
  await expect(page.getByTestId('fleet-lens')).toHaveCount(0)
  await page.keyboard.press('Space')
  await expect(page.locator('#stage [data-thing="node/a-0002"]')).toContainText('containerd')
  await page.keyboard.press('Escape')
  await expect(page.locator('#stage [data-thing="node/a-0002"]')).toHaveCount(0)
})

test('one machine of a fleet is gone into, level by level, shows its thirty Pods, and the fleet is there again afterwards', async ({ page }) => {
  await open(page, QUERY)
  await list(page).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Look inside' }).first().click()
  const room = page.getByRole('region', { name: 'Inside a-0002' })
  await expect(room.getByRole('region', { name: 'Pod workers' }).getByRole('row')).toHaveCount(31)
  await expect(room.getByRole('navigation', { name: 'Where you are' }).getByRole('button', { name: 'Fleet' })).toBeVisible()
  await room.getByRole('region', { name: 'Pod workers' }).getByRole('row').nth(1).getByRole('button').click()
  await expect(page.locator('#inside').getByRole('region', { name: 'Sandbox' })).toContainText('ready')
  await expect(page.locator('#inside').getByRole('region', { name: 'Conditions', exact: true })).toContainText('ContainersReady True')
  await page.keyboard.press('Escape')
  await expect(room).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list(page)).toBeVisible()
})

test('the past is gone back to, and comes out the same', async ({ page }) => {
  await open(page, QUERY)
  await page.getByRole('button', { name: 'zone-c without power' }).click()
  await expect.poll(async () => (await cells(page, 'zone-c'))[2], { timeout: 60_000 }).toBe(133)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('button', { name: 'To the start' }).click()
  await expect.poll(async () => (await cells(page, 'zone-c'))[1], { timeout: 60_000 }).toBe(133)
  await page.getByRole('slider').first().press('End')
  await expect.poll(async () => (await cells(page, 'zone-c'))[2], { timeout: 60_000 }).toBe(133)
})

for (const [theme, lang] of [['dark', 'en'], ['light', 'zh']] as const) {
  test(`nothing about the fleet is out of reach, ${theme}, ${lang}`, async ({ page }) => {
    await open(page, `scenario=fleet-400&speed=40&lang=${lang}&theme=${theme}`)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: lang === 'en' ? 'image storm: cache' : '镜像风暴：cache' }).click()
    await expect(page.locator('[data-thing="etcd"]')).toBeVisible()
    await expect.poll(async () => (await cells(page, 'zone-a'))[5], { timeout: 60_000 }).toBeLessThan(4_020)
    await noAxeViolations(page)
    await page.getByTestId('fleet-charts').getByRole('button').first().click()
    await expect(page.getByTestId('fleet-charts').getByRole('table').first()).toBeVisible()
    await noAxeViolations(page)
  })
}
