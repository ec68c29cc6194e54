import { expect, test, type Page } from '@playwright/test'
import { breakIt, clock, CREATE, hash, inspector, open, output, play, pods, printed, run, settled, soon, step, stepBy, thing, undo } from './page.ts'

const FAST = 'speed=200&lang=en&theme=dark'
const broken = (page: Page) => page.getByRole('button', { name: /\d broken/ })
const item = (page: Page, words: RegExp) => page.getByRole('treeitem', { name: words })

test.beforeEach(async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
})

test('a deleted Pod is replaced by the ReplicaSet, and the new one knows that it was you', async ({ page }) => {
  const [victim, other] = await pods(page)
  await breakIt(page, thing(page, victim!.thing), 'Delete this Pod')
  await settled(page)
  const now = await pods(page)
  expect(now.map(({ state }) => state)).toEqual(['Ready', 'Ready'])
  expect(now.map(({ name }) => name)).toContain(other!.name)
  expect(now.map(({ name }) => name)).not.toContain(victim!.name)
  await expect(flags(page, 'delete')).toHaveCount(1)
  const fresh = now.find(({ name }) => name !== other!.name)!
  await thing(page, fresh.thing).click()
  const chain = inspector(page).getByRole('list', { name: 'The chain of causes, root first' }).getByRole('listitem')
  await expect(chain.first()).toContainText('You')
  await expect(chain.first()).toContainText(`kubectl delete pod httpd-app-`)
})

test('a killed container is started again in the same Pod, and the restart is counted', async ({ page }) => {
  const [victim] = await pods(page)
  await breakIt(page, thing(page, victim!.thing), 'Kill container httpd')
  await play(page)
  await expect(thing(page, victim!.thing)).toContainText('↻1')
  const line = `kubectl get pod -o wide`
  expect(await output(page, line)).toMatch(new RegExp(`${victim!.name}\\s+1/1\\s+Running\\s+1 \\(`))
  expect((await pods(page)).map(({ name }) => name)).toContain(victim!.name)
  await expect(flags(page, 'httpd in')).toHaveCount(1)
})

test('a stopped kubelet makes its node NotReady after the grace period; started again it reports', async ({ page }) => {
  const [pod] = await pods(page)
  const node = pod!.node
  await breakIt(page, thing(page, `agent/${node}/kubelet`), 'Stop the kubelet')
  await expect(item(page, /^kubelet, down$/)).toHaveCount(1)
  await expect(flags(page, `kubelet on ${node} stopped`)).toHaveCount(1)
  await play(page)
  await expect(item(page, new RegExp(`^Node ${node}, Unknown`))).toHaveCount(1)
  await undo(page, `kubelet on ${node} stopped`)
  await expect(broken(page)).toHaveCount(0)
  await play(page)
  await expect(item(page, new RegExp(`^Node ${node}, Ready`))).toHaveCount(1)
  await expect(item(page, /^kubelet, down$/)).toHaveCount(0)
  expect((await pods(page)).filter(({ state }) => state === 'Ready')).toHaveLength(2)
})

test('a node without power is given up after 50 s, its Pods after 300 s more, and others take their place', async ({ page }) => {
  const [pod, other] = await pods(page)
  const node = pod!.node
  const began = (await clock(page)).seconds
  await breakIt(page, thing(page, `node/${node}`), 'Power the machine off')
  await expect(item(page, new RegExp(`^Node ${node}, powered off`))).toHaveCount(1)
  await play(page)
  await thing(page, `node/${node}`).click({ position: { x: 20, y: 10 } })
  const unknown = await timeOfEvent(page, 'NodeNotReady')
  expect(unknown - began, '50 s of grace: the last heartbeat may be 10 s old, and the controller looks every 5 s').toBeGreaterThan(40)
  expect(unknown - began).toBeLessThan(60)
  await inspector(page).getByRole('tab', { name: 'YAML' }).click()
  await expect(inspector(page)).toContainText('node.kubernetes.io/unreachable')
  await expect(inspector(page)).toContainText('NoExecute')
  await thing(page, pod!.thing).click()
  expect(await timeOfEvent(page, 'TaintManagerEviction') - unknown, 'Pods tolerate an unreachable node for 300 s').toBeCloseTo(300, -1)
  const now = await pods(page)
  const fresh = now.filter(({ name }) => name !== pod!.name && name !== other!.name)
  expect(fresh).toHaveLength(1)
  expect(fresh[0]!.state).toBe('Ready')
  expect(fresh[0]!.node).not.toBe(node)
  await undo(page, `${node} powered off`)
  await play(page)
  await expect(item(page, new RegExp(`^Node ${node}, Ready`))).toHaveCount(1)
})

test('a cut line to the API server hides a node whose containers keep running; healed it does as it is told', async ({ page }) => {
  const [pod, other] = await pods(page)
  const node = pod!.node
  await breakIt(page, thing(page, `node/${node}`), 'Cut the line to apiserver')
  await expect(flags(page, '✂')).toHaveCount(1)
  await play(page)
  await expect(item(page, new RegExp(`^Node ${node}, Unknown`))).toHaveCount(1)
  expect((await pods(page)).find(({ name }) => name === pod!.name)?.state).toBe('terminating')
  await expect(page.locator(`[data-mirror="${pod!.thing}#httpd"]`)).toHaveText('container httpd, httpd, running')
  await undo(page, '✂')
  await play(page)
  await expect(item(page, new RegExp(`^Node ${node}, Ready`))).toHaveCount(1)
  const now = await pods(page)
  expect(now.map(({ state }) => state)).toEqual(['Ready', 'Ready'])
  expect(now.map(({ name }) => name)).toContain(other!.name)
  expect(now.map(({ name }) => name)).not.toContain(pod!.name)
})

test('the leader of etcd may die: another member leads, writes go on, and the first catches up', async ({ page }) => {
  await breakIt(page, thing(page, 'etcd/etcd-0'), 'Stop this member')
  await expect(item(page, /^etcd-0, down/)).toHaveCount(1)
  await run(page, 'kubectl get nodes')
  await expect(item(page, /^etcd-[12], leader, term [2-9]/)).toHaveCount(1)
  await run(page, 'kubectl create configmap after --from-literal=a=b')
  expect(await printed(page, '--from-literal=a=b')).toContain('configmap/after created')
  await undo(page, 'etcd-0 stopped')
  await run(page, 'kubectl create configmap healed --from-literal=a=b')
  await expect(item(page, /^etcd-0, follower, term [2-9]/)).toHaveCount(1)
})

test('without two of three members no write succeeds, the Pods keep running, and healing restores the cluster', async ({ page }) => {
  await breakIt(page, thing(page, 'etcd/etcd-0'), 'Stop this member')
  await play(page)
  await breakIt(page, thing(page, 'etcd/etcd-1'), 'Stop this member')
  await expect(broken(page)).toHaveText(/2 broken/)
  const before = await clock(page)
  await run(page, 'kubectl create configmap late --from-literal=a=b')
  const said = await printed(page, '--from-literal=a=b')
  expect(said).toContain('etcdserver: request timed out')
  expect(said).toContain('exit 1')
  const after = await clock(page)
  expect(after.revision).toBe(before.revision)
  expect(after.seconds - before.seconds).toBeGreaterThan(5)
  expect((await pods(page)).map(({ state }) => state)).toEqual(['Ready', 'Ready'])
  await expect(item(page, /^etcd-2, (pre-)?candidate|^etcd-2, follower/)).toHaveCount(1)
  await undo(page, 'etcd-0 stopped')
  await undo(page, 'etcd-1 stopped')
  await expect(broken(page)).toHaveCount(0)
  await run(page, 'kubectl create configmap late --from-literal=a=b')
  expect(await printed(page, '--from-literal=a=b')).toContain('configmap/late created')
  await expect(item(page, /^etcd-\d, leader/)).toHaveCount(1)
  expect((await pods(page)).map(({ state }) => state)).toEqual(['Ready', 'Ready'])
})

test('a paused ReplicaSet controller leaves a wish open, and closes it when it goes on', async ({ page }) => {
  await breakIt(page, thing(page, 'controller/replicaset'), 'Pause this controller')
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  await expect(item(page, /^ReplicaSet controller, paused$/)).toHaveCount(1)
  expect(await pods(page)).toHaveLength(2)
  await undo(page, 'replicaset paused')
  await play(page)
  expect((await pods(page)).filter(({ state }) => state === 'Ready')).toHaveLength(3)
})

test('while the scheduler is paused a new Pod stays in the limbo tray, and leaves it when the scheduler goes on', async ({ page }) => {
  await breakIt(page, thing(page, 'scheduler'), 'Pause the scheduler')
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  const waiting = (await pods(page)).filter(({ node }) => node === '')
  expect(waiting.map(({ state }) => state)).toEqual(['Pending, no node'])
  await expect(thing(page, 'limbo').locator(`[data-thing="${waiting[0]!.thing}"]`)).toBeVisible()
  await expect(thing(page, 'limbo')).toContainText('Pods with no node yet')
  await undo(page, 'scheduler paused')
  await play(page)
  await expect(thing(page, 'limbo').locator('[data-thing]')).toHaveCount(0)
  expect((await pods(page)).filter(({ state }) => state === 'Ready')).toHaveLength(3)
})

test('what was broken in the past is broken on a branch of its own; the future in which it was whole stays', async ({ page }) => {
  const whole = await hash(page)
  await stepBy(page, 'milestone')
  for (let count = 0; count < 3; count++) await step(page, 'One step back')
  await breakIt(page, thing(page, 'etcd/etcd-2'), 'Stop this member')
  await expect(page.getByRole('button', { name: 'Branches' })).toBeVisible()
  await page.getByRole('button', { name: 'Branches' }).click()
  await page.getByRole('menuitemradio', { name: /main/ }).click()
  await soon(() => hash(page)).toBe(whole)
  await expect(broken(page)).toHaveCount(0)
})

// ---- looking on ----------------------------------------------------------------------------------------------------------

const flags = (page: Page, words: string) => page.getByRole('slider', { name: 'Timeline' }).locator('g').filter({ has: page.locator('title', { hasText: words }) })

/** When an Event of the selected object was reported, as the inspector shows it. */
async function timeOfEvent(page: Page, reason: string): Promise<number> {
  await inspector(page).getByRole('tab', { name: 'Events' }).click()
  return Number.parseFloat(await inspector(page).getByRole('listitem').filter({ hasText: reason }).locator('time').first().innerText())
}
