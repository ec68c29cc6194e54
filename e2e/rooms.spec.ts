import { expect, test, type Locator, type Page } from '@playwright/test'
import { clock, CREATE, elsewhere, hash, open, pods, run, soon, stepBy, step, thing } from './page.ts'

const corner = { position: { x: 60, y: 14 } }
const room = (page: Page): Locator => page.locator('#inside')

async function press(page: Page, key: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press(key)
}

async function go(page: Page, key: 'Home' | 'End'): Promise<void> {
  const before = await hash(page)
  await press(page, key)
  await elsewhere(page, before)
}

/** Each room: how one goes in, what stands in it now, and not yet at the start. */
const ROOMS: readonly (readonly [name: string, enter: (page: Page) => Promise<unknown>, now: (page: Page) => Locator, then: (page: Page) => Promise<unknown>])[] = [
  ['kube-scheduler', (page) => thing(page, 'scheduler').dblclick(corner), (page) => room(page).locator('option').filter({ hasText: 'httpd-app' }), (page) => expect(room(page).locator('option').filter({ hasText: 'httpd-app' })).toHaveCount(0)],
  ['kube-controller-manager', (page) => thing(page, 'controller-manager').dblclick(corner), (page) => room(page).getByText(/httpd-app/), (page) => expect(room(page).getByText(/httpd-app/)).toHaveCount(0)],
  ['kube-apiserver', (page) => thing(page, 'apiserver').dblclick(corner), (page) => room(page).getByText(/deployments\/httpd-app/), (page) => expect(room(page).getByText(/deployments\/httpd-app/)).toHaveCount(0)],
  ['kube-proxy', (page) => thing(page, 'agent/node-a/proxy').dblclick(), (page) => room(page).getByRole('row').filter({ hasText: 'default/httpd-app' }), (page) => expect(room(page).getByRole('row').filter({ hasText: 'default/httpd-app' })).toHaveCount(0)],
  ['CoreDNS', async (page) => { await press(page, 'Control+k'); await page.getByRole('combobox').fill('inside coredns'); await page.keyboard.press('Enter') }, (page) => room(page).getByRole('row').filter({ hasText: 'httpd-app.default.svc' }), (page) => expect(room(page).getByRole('row').filter({ hasText: 'httpd-app.default.svc' })).toHaveCount(0)],
  ['a Pod', async (page) => thing(page, (await pods(page))[0]!.thing).dblclick(), (page) => room(page).getByRole('region', { name: 'Conditions', exact: true }), (page) => expect(room(page)).toContainText('There is no such Pod at this moment.')],
]

test('a step back inside a room shows the room as it was, and the way forward as it is, in every room', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  await run(page, 'kubectl expose deployment httpd-app --port=80')
  for (const [name, enter, now, then] of ROOMS) {
    await test.step(name, async () => {
      await enter(page)
      await expect(now(page).first(), `${name} now`).toBeAttached()
      await go(page, 'Home')
      await then(page)
      await go(page, 'End')
      await expect(now(page).first(), `${name} again`).toBeAttached()
      await press(page, '0')
      await expect(room(page)).toHaveCount(0)
    })
  }
})

test('the room of etcd walks with the log: at each write back every member has one entry less, and a key its value of then', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  await thing(page, 'etcd').dblclick(corner)
  await room(page).getByRole('tab', { name: 'Keys and their history' }).click()
  await room(page).getByRole('searchbox', { name: 'Filter keys' }).fill('/deployments/default/')
  await room(page).getByRole('button', { name: /^httpd-app/ }).click()
  const versions = room(page).getByRole('region', { name: 'History of a key' }).locator('details')
  await expect(versions.nth(2)).toBeVisible()
  await expect(versions.last()).toContainText('version 1')
  const all = await versions.count()
  expect(all).toBeGreaterThan(2)
  const newest = Number(/rev (\d+)/.exec(await versions.first().innerText())?.[1])
  // One write before the newest value, the key has one value less.
  await press(page, 'Control+k')
  await page.getByRole('combobox').fill(`rev ${newest - 1}`)
  const before = await hash(page)
  await page.keyboard.press('Enter')
  await elsewhere(page, before)
  await soon(() => versions.count()).toBe(all - 1)
  await stepBy(page, 'write')
  await step(page, 'One step forward')
  expect((await clock(page)).revision).toBe(newest)
  await soon(() => versions.count()).toBe(all)
})
