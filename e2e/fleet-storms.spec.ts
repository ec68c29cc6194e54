import { expect, test, type Page } from '@playwright/test'
import { cells, open } from './fleet-page.ts'
import { begun, printed } from './page.ts'

const QUERY = 'scenario=fleet-400&lang=en&theme=dark'
const ZONES = ['zone-a', 'zone-b', 'zone-c']
test.setTimeout(180_000)

/** What the API server's gauge says of itself. */
const gauge = async (page: Page, of: string): Promise<number> => Number(new RegExp(`([\\d,]+) ${of}`).exec(await page.locator('#stage').innerText())?.[1]?.replaceAll(',', ''))

test('thundering relist: when the API server is restarted every watch is gone, all come back at once, and the cluster is as it was', async ({ page }) => {
  await open(page, `${QUERY}&speed=1`)
  const watchers = await gauge(page, 'watchers')
  expect(watchers).toBeGreaterThan(1_500)
  await page.getByRole('button', { name: 'API server restarted' }).click()
  await expect.poll(() => gauge(page, 'watchers'), { timeout: 60_000 }).toBeLessThan(watchers / 2)
  await expect.poll(() => gauge(page, 'watchers'), { timeout: 120_000 }).toBeGreaterThanOrEqual(watchers)
  // The engine's own answer: nobody lost a Pod by it.
  await begun(page, 'kubectl get deployments -A')
  const all = [...(await printed(page, 'kubectl get deployments -A')).matchAll(/(\d+)\/(\d+)/g)].map(([, ready, wanted]) => [ready, wanted])
  expect(all.filter(([ready, wanted]) => ready !== wanted)).toEqual([])
  for (const zone of ZONES) expect((await cells(page, zone))[2], zone).toBe(0)
})

test('image storm: Pods of one Deployment wait for the registry in every zone; the page counts them, and the Deployment says the same', async ({ page }) => {
  await open(page, `${QUERY}&speed=10`)
  await page.getByRole('button', { name: 'image storm: cache' }).click()
  const waiting = async (): Promise<readonly number[]> => (await Promise.all(ZONES.map((zone) => cells(page, zone)))).map(([, , , , pods, ready]) => pods! - ready!)
  await expect.poll(async () => Math.min(...await waiting()), { timeout: 60_000 }).toBeGreaterThan(20)
  await begun(page, 'kubectl get deployments')
  const table = await printed(page, 'kubectl get deployments')
  const [, ready, wanted, updated] = /cache +(\d+)\/(\d+) +(\d+)/.exec(table)!.map(Number)
  expect(wanted).toBe(2_400)
  expect(ready).toBeLessThan(wanted!)
  expect(updated).toBeGreaterThan(0)
  expect(table).toMatch(/web +6000\/6000/)
})
