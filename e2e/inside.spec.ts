import { expect, test, type Page } from '@playwright/test'
import { begun, breakIt, CREATE, elsewhere, hash, noAxeViolations, open, output, pods, run, thing, undo, untilRest } from './page.ts'

const inside = (page: Page, name: string) => page.getByRole('region', { name: `Inside ${name}` })
const printedRows = async (page: Page, line: string): Promise<readonly string[]> => (await output(page, line)).split('\n')
const corner = { position: { x: 60, y: 14 } }

async function enter(page: Page, id: string, name: string) {
  await thing(page, id).dblclick(corner)
  await expect(inside(page, name)).toBeVisible()
  return inside(page, name)
}

test.beforeEach(async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
})

test('a double click goes inside, a breadcrumb names the place, Esc comes back', async ({ page }) => {
  const room = await enter(page, 'scheduler', 'kube-scheduler')
  await expect(room.getByRole('navigation', { name: 'Where you are' })).toContainText('kube-scheduler')
  await expect(page.getByRole('tree')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(room).toHaveCount(0)
  await expect(page.getByRole('tree')).toHaveCount(1)
})

test('the keyboard goes inside with Enter and stands where it was after Esc', async ({ page }) => {
  await page.getByRole('tree').locator('[tabindex="0"]').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-mirror="etcd"]')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(inside(page, 'etcd')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Cluster', exact: true }).last()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-mirror="etcd"]')).toBeFocused()
})

test('inside the scheduler the node that wins is the node of the Pod, and the refused one says why', async ({ page }) => {
  const room = await enter(page, 'scheduler', 'kube-scheduler')
  for (const pod of await pods(page.context().pages()[0]!)) expect(pod.node).not.toBe('')
  const choice = room.getByRole('combobox', { name: 'Pod' })
  const chosen = await choice.locator('option').first().innerText()
  const won = room.getByRole('row').filter({ hasText: 'wins' })
  await expect(won).toHaveCount(1)
  const node = (await won.getByRole('rowheader').innerText()).split('\n')[0]!
  await expect(room.getByRole('row').filter({ hasText: 'cp-1' })).toContainText('taint control-plane:NoSchedule')
  await page.keyboard.press('Escape')
  const pod = (await pods(page)).find(({ name }) => chosen.endsWith(name))!
  expect(pod.node).toBe(`${node}`)
})

test('another wish is answered by the scheduler itself, and the cluster does not move', async ({ page }) => {
  const room = await enter(page, 'scheduler', 'kube-scheduler')
  const before = await hash(page)
  await room.getByRole('slider', { name: 'cpu request' }).focus()
  await page.keyboard.press('End')
  await expect(room.getByRole('status')).toContainText('would be refused')
  await expect(room.getByRole('row').filter({ hasText: 'node-a' })).toContainText('not enough cpu: wants 4, only 1900m left')
  await room.getByRole('button', { name: 'As it is' }).click()
  await expect(room.getByRole('row').filter({ hasText: 'wins' })).toHaveCount(1)
  await room.getByRole('switch', { name: 'tolerates control-plane' }).check()
  await expect(room.getByRole('status')).toContainText('cp-1 would pass')
  expect(await hash(page)).toBe(before)
})

test('inside the API server its last requests tell their stages, and who watches Pods', async ({ page }) => {
  const room = await enter(page, 'apiserver', 'kube-apiserver')
  const requests = room.getByRole('region', { name: 'Requests' }).getByRole('table')
  await expect(requests.getByRole('row').nth(1)).toContainText(/PUT deployments\/httpd-app/)
  // The deployment controller's account is in kube-system: its flow schema and level are named, and the level has served it.
  await expect(requests.getByRole('row').nth(1)).toContainText('kube-system-service-accounts → workload-high')
  await expect(room.getByRole('region', { name: 'Priority and fairness' }).getByRole('row')).toHaveCount(9)
  await expect(requests.getByRole('row').nth(1)).toContainText('rev')
  await room.getByRole('button', { name: 'pods', exact: true }).click()
  await expect(room.getByRole('list', { name: 'watches' })).toContainText('spec.nodeName=node-a')
  await requests.getByRole('button', { name: /PUT deployments/ }).first().click()
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('kubectl create deployment')
})

test('a controller is paused in its lane, keeps its keys, and works them off when it is resumed', async ({ page }) => {
  const room = await enter(page, 'controller-manager', 'kube-controller-manager')
  const lane = room.getByRole('row').filter({ has: page.getByRole('button', { name: /(Pause|Resume) replicaset$/ }) })
  const before = await hash(page)
  await lane.getByRole('button', { name: 'Pause replicaset' }).click()
  await elsewhere(page, before)
  await expect(lane).toContainText('paused')
  await page.keyboard.press('t')
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  await expect(lane).toContainText(/httpd-app-|…/)
  expect(await page.getByRole('region', { name: 'Inside kube-controller-manager' }).count()).toBe(1)
  await untilRest(page, () => lane.getByRole('button', { name: 'Resume replicaset' }).click())
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('Escape')
  await expect(room).toHaveCount(0)
  await expect.poll(async () => (await pods(page)).length, { timeout: 30_000 }).toBe(3)
})

test('a controller manager that is killed and started again hears as late as before, until that is undone', async ({ page }) => {
  const room = await enter(page, 'controller-manager', 'kube-controller-manager')
  const dial = room.getByRole('button', { name: /^How late replicaset hears/ })
  await dial.click()
  const field = page.getByRole('dialog', { name: 'How late replicaset hears' }).getByRole('spinbutton')
  const before = await hash(page)
  await field.fill('3000')
  await field.press('Enter')
  await elsewhere(page, before)
  await page.keyboard.press('Escape')
  await expect(dial).toHaveAccessibleName(/3 s late/)
  await page.keyboard.press('Escape')
  await expect(room).toHaveCount(0)
  await breakIt(page, thing(page, 'controller-manager'), 'Kill this process')
  await undo(page, /killed/)
  // What the list says is what the new process does.
  await expect(page.getByRole('button', { name: /1 broken/ })).toBeVisible()
  await enter(page, 'controller-manager', 'kube-controller-manager')
  await expect(dial).toHaveAccessibleName(/3 s late/)
  await page.keyboard.press('Escape')
  await expect(room).toHaveCount(0)
  await undo(page, /replicaset/)
  await expect(page.getByRole('button', { name: /\d broken/ })).toHaveCount(0)
  await enter(page, 'controller-manager', 'kube-controller-manager')
  await expect(dial).toHaveAccessibleName(/on time/)
})

test('a controller that hears late and has no expectations makes too many Pods; Heal leaves exactly those that are wanted', async ({ page }) => {
  const room = await enter(page, 'controller-manager', 'kube-controller-manager')
  const dial = room.getByRole('button', { name: /^How late replicaset hears/ })
  await expect(dial).toHaveAccessibleName(/on time/)
  // The keyboard form: a field that takes milliseconds, and nothing that is no such number.
  await dial.focus()
  await page.keyboard.press('Enter')
  const menu = page.getByRole('dialog', { name: 'How late replicaset hears' })
  const field = menu.getByRole('spinbutton', { name: 'hears of changes later by' })
  await field.fill('-3')
  await expect(menu.getByRole('button', { name: 'Set' })).toBeDisabled()
  await expect(menu.getByRole('status')).toContainText('from 0 to 600000')
  let before = await hash(page)
  await field.fill('3000')
  await field.press('Enter')
  await elsewhere(page, before)
  before = await hash(page)
  await menu.getByRole('checkbox', { name: /expectations/ }).click()
  await elsewhere(page, before)
  await expect(menu.getByRole('checkbox', { name: /expectations/ })).not.toBeChecked()
  await noAxeViolations(page)
  await page.keyboard.press('Escape')
  await expect(dial).toHaveAccessibleName(/3 s late/)
  await expect(page.getByRole('button', { name: /2 broken/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(room).toHaveCount(0)
  await begun(page, 'kubectl scale deployment httpd-app --replicas=5')
  // The surplus is what the API server itself has.
  await expect.poll(async () => (await pods(page)).length, { timeout: 60_000 }).toBeGreaterThan(5)
  await page.getByRole('button', { name: /2 broken/ }).click()
  await page.getByRole('button', { name: 'Heal' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'desired equals observed' })).toBeVisible({ timeout: 90_000 })
  await page.keyboard.press('Escape')
  const names = (await printedRows(page, 'kubectl get pods')).filter(row => row.startsWith('httpd-app-'))
  expect(names).toHaveLength(5)
  expect((await pods(page)).filter(({ state }) => state === 'Ready')).toHaveLength(5)
})

test('inside etcd one member leads, all logs end alike, and a key leads to its history', async ({ page }) => {
  const room = await enter(page, 'etcd', 'etcd')
  await expect(room.getByText('leader', { exact: true })).toHaveCount(1)
  await expect(room.getByText('replicating')).toHaveCount(2)
  await room.getByRole('tab', { name: 'Latency' }).click()
  await expect(room.getByRole('table').last().getByRole('row')).toHaveCount(4)
  await room.getByRole('tab', { name: 'Keys and their history' }).click()
  await room.getByRole('searchbox', { name: 'Filter keys' }).fill('/deployments/default/')
  await room.getByRole('button', { name: /^httpd-app/ }).click()
  await expect(room.getByRole('region', { name: 'History of a key' })).toContainText('version 1')
})

test('inside kube-proxy a Service is divided among its Pods', async ({ page }) => {
  await run(page, 'kubectl expose deployment httpd-app --port=80')
  await thing(page, 'agent/node-a/proxy').dblclick()
  const room = inside(page, 'kube-proxy')
  const row = room.getByRole('row').filter({ hasText: 'default/httpd-app' })
  await expect(row).toContainText('p 0.500')
  await row.getByRole('button', { name: /^KUBE-SVC-/ }).click()
  await expect(room.locator('details[open]').filter({ hasText: /^KUBE-SVC-/ }).locator('pre')).toContainText('--probability 0.5000000000')
})

test('after a step back the inside is that of the moment before', async ({ page }) => {
  const room = await enter(page, 'apiserver', 'kube-apiserver')
  const before = await hash(page)
  await page.keyboard.press('Home')
  await elsewhere(page, before)
  await expect(room.getByRole('table').first()).not.toContainText('httpd-app')
})

for (const [id, name] of [['apiserver', 'kube-apiserver'], ['controller-manager', 'kube-controller-manager'], ['scheduler', 'kube-scheduler'], ['etcd', 'etcd']] as const) {
  test(`axe finds nothing inside ${name}`, async ({ page }) => {
    const room = await enter(page, id, name)
    // The room's own file has come, and its picture.
    await expect(room.getByRole('region').first()).toBeVisible()
    await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => undefined))))
    await noAxeViolations(page)
  })
}
