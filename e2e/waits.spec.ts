import { expect, test, type Locator, type Page } from '@playwright/test'
import { ask, breakIt, clock, elsewhere, hash, inspector, noAxeViolations, open, output, play, pods, run, soon, step, stepBy, thing, undo } from './page.ts'

const FAST = 'speed=200&lang=en&theme=dark'
const waits = (page: Page): Locator => inspector(page).locator('section').filter({ hasText: 'What it waits for' }).getByRole('listitem')
const until = async (wait: Locator): Promise<number> => Number(/until ([\d.]+) s/.exec(await wait.innerText())?.[1])

async function press(page: Page, key: string): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press(key)
}

async function find(page: Page, words: string): Promise<void> {
  await press(page, 'Control+k')
  await page.getByRole('combobox').fill(words)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** To a moment that is told by what was written then; time stands still there, whatever is done. */
async function toRevision(page: Page, revision: number): Promise<void> {
  const before = await hash(page)
  await find(page, `rev ${revision}`)
  await elsewhere(page, before)
}

/** The revisions of what was written under a key, the last one first. */
async function written(page: Page, key: string): Promise<readonly number[]> {
  await page.getByRole('tab', { name: 'etcd log' }).click()
  await page.getByRole('searchbox', { name: 'Filter by key or writer' }).fill(key)
  const rows = page.getByRole('region', { name: 'Log', exact: true }).getByRole('button', { name: /Go to revision/ })
  await expect(rows.first()).toBeVisible()
  const found = (await rows.allInnerTexts()).map(Number)
  await page.getByRole('tab', { name: 'Terminal' }).click()
  return found
}

test('a new controller manager may not act before the Lease of the dead one has run out: it names the holder and the moment, and both come true', async ({ page }) => {
  await open(page, `scenario=sandbox&${FAST}`)
  const leaseOf = async (path: string) => (await output(page, `kubectl get lease kube-controller-manager -n kube-system -o jsonpath={.spec.${path}}`)).trim()
  const holder = await leaseOf('holderIdentity')
  const transitions = Number(await leaseOf('leaseTransitions') || 0)
  await run(page, 'kubectl create deployment web --image=nginx')
  // When the Deployment was stored and nobody had seen it, the manager is killed and started again.
  await toRevision(page, (await written(page, 'deployments/default/web')).at(-1)!)
  await breakIt(page, thing(page, 'controller-manager'), 'Kill this process')
  await undo(page, 'controller-manager')
  await stepBy(page, 'write')
  await step(page, 'One step forward')
  await find(page, 'Deployment web')
  await press(page, 'w')
  const lease = waits(page).filter({ hasText: 'may not act' })
  await soon(async () => {
    if (await lease.count() === 0) await page.getByRole('button', { name: 'One step forward' }).click()
    return lease.count()
  }).toBe(1)
  await expect(lease).toContainText(`kube-controller-manager may not act: ${holder} holds the lease until it runs out.`)
  const runsOut = await until(lease)
  const { seconds } = await clock(page)
  expect(runsOut, 'a Lease of the control plane lasts 15 s').toBeGreaterThan(seconds)
  expect(runsOut - seconds).toBeLessThan(16)
  await noAxeViolations(page)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  await soon(async () => (await pods(page, /^nginx/)).map(({ state }) => state)).toEqual(['Ready'])
  await inspector(page).getByRole('tab', { name: 'Events' }).click()
  const acted = Number.parseFloat(await inspector(page).getByRole('listitem').filter({ hasText: 'ScalingReplicaSet' }).locator('time').first().innerText())
  expect(acted, 'nobody made a ReplicaSet before').toBeGreaterThan(runsOut)
  expect(acted - runsOut, 'and somebody did soon after').toBeLessThan(8)
  expect(await leaseOf('holderIdentity')).not.toBe(holder)
  expect(Number(await leaseOf('leaseTransitions'))).toBe(transitions + 1)
})

test('a silent node tells until when its Lease counts, and not before that it is given up', async ({ page }) => {
  await open(page, `scenario=node-loss&${FAST}`)
  await run(page, 'kubectl get nodes')
  await press(page, 'Home')
  await soon(async () => (await clock(page)).seconds).toBe(0)
  await breakIt(page, thing(page, 'node/node-b'), 'Power the machine off')
  await thing(page, 'node/node-b').click({ position: { x: 20, y: 10 } })
  const silent = waits(page).filter({ hasText: 'Node node-b is silent. After 50 s without a heartbeat its state becomes Unknown.' })
  await expect(silent).toHaveCount(1)
  await expect(waits(page).last()).toContainText('Node node-b has no power.')
  const over = await until(silent)
  // A Lease is renewed every 10 s: the last time was at most so long before.
  expect(over).toBeGreaterThan(39)
  expect(over).toBeLessThanOrEqual(50)
  await press(page, 'u')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Condition' }).fill('node node-b NotReady')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(waits(page).first()).toContainText('Nothing is heard from node-b: its state is Unknown.')
  const { seconds } = await clock(page)
  expect(seconds).toBeGreaterThan(over)
  expect(seconds - over, 'the controller looks every 5 s, and counts from when it heard of the last one').toBeLessThan(10)
})

test('a namespace, a Service and a crashing Pod say what holds them, in the numbers and names that kubectl has of it', async ({ page }) => {
  await open(page, `scenario=stuck-namespace&${FAST}`)
  await run(page, 'kubectl delete namespace team-a --wait=false')
  const finalizer = (await output(page, `kubectl get configmap settings -n team-a -o jsonpath='{.metadata.finalizers[0]}'`)).trim()
  expect(finalizer).toContain('/')
  const held = await ask(page, 'kubectl why namespace/team-a --not')
  expect(held).toContain('1 objects are still in it: ConfigMap.')
  expect(held).toContain(`Somebody has to take finalizer ${finalizer} off.`)
  await run(page, `kubectl patch configmap settings -n team-a --type=merge -p '{"metadata":{"finalizers":null}}'`)
  await run(page, 'kubectl wait --for=delete namespace/team-a --timeout=60s')
  expect(await output(page, 'kubectl get namespaces -o name')).not.toContain('team-a')

  await run(page, 'kubectl create deployment web --image=nginx --replicas=2')
  await run(page, 'kubectl create service clusterip shop --tcp=80:80')
  expect(await ask(page, 'kubectl why service/shop --not')).toContain('Its selector app=shop matches none of the 2 Pods in default.')
  await run(page, `kubectl patch service shop --type=merge -p '{"spec":{"selector":{"app":"web"}}}'`)
  expect(await ask(page, 'kubectl why service/shop --not')).toContain('waits for nothing')

  await open(page, `scenario=crash-loop&${FAST}`)
  await page.getByRole('button', { name: /kubectl apply -f worker.yaml/ }).click()
  await soon(() => pods(page, /^busybox/).then((all) => all.length)).toBe(1)
  await play(page)
  const name = (await output(page, 'kubectl get pods -o name')).split('\n')[0]!.trim()
  const restarts = (await output(page, `kubectl get ${name} -o jsonpath={.status.containerStatuses[0].restartCount}`)).trim()
  const reason = await ask(page, `kubectl why ${name} --not`)
  expect(reason).toContain(`Container worker was restarted ${restarts} times and has ended again, with code 1 (Error).`)
  expect(reason).toMatch(/until \d+\.\d+ s/)
})

test('"What did this cause?" of a fault counts and tells what the cluster did about it, each at its moment', async ({ page }) => {
  await open(page, `scenario=self-healing&${FAST}`)
  const before = (await clock(page)).seconds
  await breakIt(page, thing(page, 'apiserver'), 'Kill this process')
  await play(page)
  const end = await hash(page)
  await page.getByRole('button', { name: /1 broken/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'What did this cause?' }).click()
  await expect(inspector(page).getByRole('button', { name: 'What did this cause?' })).toHaveAttribute('aria-expanded', 'true')
  await expect(inspector(page)).toContainText('What you broke')
  await expect(inspector(page)).toContainText(/[1-9]\d* effects/)
  // Whose connections broke noticed it: each line leads to its moment, and none lies before the fault.
  const effects = inspector(page).locator('ul[class*="effects"] li > div')
  await expect(effects.filter({ hasText: /reads|asks|wants/ }).first()).toBeVisible()
  await expect(effects.locator('time').nth(3)).toBeVisible()
  const times = (await effects.locator('time').allInnerTexts()).map(Number.parseFloat)
  expect(Math.min(...times)).toBeGreaterThanOrEqual(before)
  // The first of them never arrived, and still has its moment.
  for (const index of [0, 1]) {
    const there = await hash(page)
    await effects.nth(index).getByRole('button').last().click()
    await elsewhere(page, there)
    expect((await clock(page)).seconds).toBeCloseTo(times[index]!, 2)
  }
  expect(await hash(page)).not.toBe(end)
})
