import { expect, test, type Page } from '@playwright/test'
import { breakIt, CREATE, open, output, play, pods, run, settled, stepBy, step, thing, undo } from './page.ts'

const FAST = 'speed=200&lang=en&theme=dark'
const item = (page: Page, words: RegExp) => page.getByRole('treeitem', { name: words })

test.beforeEach(async ({ page }) => {
  await open(page, FAST)
  await run(page, CREATE)
})

/** How long the last command waited for its first answer, in virtual seconds: what the swimlanes tell of it. */
async function waited(page: Page, line: string): Promise<number> {
  await run(page, line)
  await page.getByRole('tab', { name: 'Swimlanes' }).click()
  const lanes = page.getByRole('group', { name: 'Swimlanes' })
  const rows = lanes.getByRole('row')
  const asTable = lanes.getByRole('button', { name: 'Table' })
  await expect(asTable.or(lanes.getByRole('button', { name: 'Picture' }))).toBeVisible()
  if (await asTable.isVisible()) await asTable.click()
  const time = async (words: RegExp) => Number(/\d+\.\d{3}/.exec(await rows.filter({ hasText: words }).first().textContent() ?? '')![0])
  const took = await time(/kube-apiserverkubectl/) - await time(/kubectlkube-apiserver/)
  await page.getByRole('tab', { name: 'Terminal' }).click()
  return took
}

/** The stage shows the end of a Pod's name only. */
const fullName = async (page: Page, end: string) => (await output(page, 'kubectl get pods -o name')).split('\n').find((one) => one.endsWith(end))!.replace('pod/', '')

test('a slow line makes each answer late, and only until it is undone', async ({ page }) => {
  const usual = await waited(page, 'kubectl get nodes')
  await breakIt(page, thing(page, 'kubectl'), 'Slow the line to apiserver (20×)')
  await settled(page)
  const slow = await waited(page, 'kubectl get nodes')
  expect(slow).toBeGreaterThan(usual * 5)
  await undo(page, /kubectl .*slow/)
  await settled(page)
  expect(await waited(page, 'kubectl get nodes')).toBeLessThan(slow / 5)
})

test('a line that is cut one way lets the node hear and not speak: it is given up, and comes back', async ({ page }) => {
  const { node } = (await pods(page))[0]!
  await breakIt(page, thing(page, `node/${node}`), 'Cut only what it sends to apiserver')
  await play(page)
  await expect(item(page, new RegExp(`^Node ${node}, Unknown`))).toHaveCount(1)
  expect(await output(page, 'kubectl get nodes')).toMatch(new RegExp(`${node} +NotReady`))
  await undo(page, /✂/)
  await play(page)
  expect(await output(page, 'kubectl get nodes')).toMatch(new RegExp(`${node} +Ready`))
})

test('messages of raft may be lost and doubled, and still every write that was acknowledged is there once', async ({ page }) => {
  await breakIt(page, thing(page, 'etcd/etcd-0'), 'Lose 30 % and double 10 % towards etcd-1')
  for (const name of ['a', 'b', 'c']) expect(await output(page, `kubectl create configmap ${name}`)).toContain(`configmap/${name} created`)
  expect(await output(page, 'kubectl get configmaps a b c -o name')).toBe('configmap/a\nconfigmap/b\nconfigmap/c')
  await undo(page, /etcd-0 .*etcd-1/)
})

test('a watch whose connection is reset is opened again, and the scheduler misses nothing', async ({ page }) => {
  await breakIt(page, thing(page, 'scheduler'), 'Reset its connection to apiserver')
  await run(page, 'kubectl scale deployment httpd-app --replicas=4')
  const now = await pods(page)
  expect(now).toHaveLength(4)
  for (const { node } of now) expect(node).toMatch(/^node-/)
})

test('a frozen scheduler is still there and does nothing; thawed it goes on where it stood', async ({ page }) => {
  await breakIt(page, thing(page, 'scheduler'), 'Freeze this process (SIGSTOP)')
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  expect((await pods(page)).filter(({ node }) => node === '')).toHaveLength(1)
  await undo(page, /scheduler frozen/)
  await play(page)
  expect((await pods(page)).filter(({ node }) => node === '')).toHaveLength(0)
})

test('a killed API server answers nobody, running Pods run on; started again it knows all that was stored', async ({ page }) => {
  await breakIt(page, thing(page, 'apiserver'), 'Kill this process')
  expect(await output(page, 'kubectl get pods')).toMatch(/connection .*refused/i)
  expect((await pods(page)).map(({ state }) => state)).toEqual(['Ready', 'Ready'])
  await undo(page, /apiserver/)
  await play(page)
  expect(await output(page, 'kubectl get deployment httpd-app')).toMatch(/httpd-app +2\/2/)
})

test('with one slow disk of three writes go on; with three full ones none is stored', async ({ page }) => {
  await breakIt(page, thing(page, 'etcd/etcd-0'), 'Slow its disk down')
  expect(await output(page, 'kubectl create configmap slow')).toContain('configmap/slow created')
  await undo(page, /etcd-0/)
  for (const member of ['etcd-0', 'etcd-1', 'etcd-2']) await breakIt(page, thing(page, `etcd/${member}`), 'Fill its disk')
  expect(await output(page, 'kubectl create configmap full')).toContain('exit 1')
  for (const member of ['etcd-0', 'etcd-1', 'etcd-2']) await undo(page, new RegExp(`${member}`))
  await play(page)
  expect(await output(page, 'kubectl create configmap after')).toContain('configmap/after created')
})

test('a node whose clock is an hour ahead writes its heartbeats into the future', async ({ page }) => {
  const renewed = async (node: string) => Date.parse((await output(page, `kubectl get lease ${node} -n kube-node-lease -o jsonpath={.spec.renewTime}`)).trim())
  await breakIt(page, thing(page, 'node/node-a'), 'Set its clock 3600 s ahead')
  await run(page, 'kubectl wait --for=delete pod/nobody --timeout=30s')
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  expect((await renewed('node-a') - await renewed('node-b')) / 1000).toBeGreaterThan(3500)
  await undo(page, /node-a/)
})

test('an image that nobody can pull stops a rollout and costs no Pod that runs', async ({ page }) => {
  await breakIt(page, thing(page, 'registry'), 'Take the registry down')
  await run(page, 'kubectl set image deployment/httpd-app httpd=nginx:1.28')
  expect(await output(page, 'kubectl get pods')).toMatch(/ErrImagePull|ImagePullBackOff/)
  expect((await pods(page)).filter(({ state }) => state === 'Ready')).toHaveLength(2)
  await undo(page, /registry/)
  await play(page)
  expect(await output(page, 'kubectl rollout status deployment/httpd-app')).toContain('successfully rolled out')
})

test('a drained node keeps none of its Pods, and takes new ones when it is uncordoned', async ({ page }) => {
  const { node } = (await pods(page))[0]!
  await breakIt(page, thing(page, `node/${node}`), 'Drain it (kubectl)')
  await settled(page)
  expect(await output(page, 'kubectl get nodes')).toMatch(new RegExp(`${node} +Ready,SchedulingDisabled`))
  const now = await pods(page)
  expect(now.map((pod) => [pod.state, pod.node === node])).toEqual([['Ready', false], ['Ready', false]])
  await undo(page, new RegExp(node))
  await settled(page)
  expect(await output(page, 'kubectl get nodes')).not.toContain('SchedulingDisabled')
})

test('a leak is seen coming: the kubelet evicts the Pod, and the ReplicaSet makes another', async ({ page }) => {
  const [victim, other] = await pods(page)
  await breakIt(page, thing(page, victim!.thing), 'Let httpd take 8 MiB more every second')
  await play(page)
  const listed = await output(page, 'kubectl get pods')
  expect(listed).toMatch(new RegExp(`${victim!.name} +0/1 +(Completed|Error|Evicted)`))
  expect(listed).toMatch(new RegExp(`${other!.name} +1/1 +Running`))
  expect(listed.match(/1\/1 +Running/g)).toHaveLength(2)
  expect(await output(page, `kubectl describe pod ${await fullName(page, victim!.name)}`)).toMatch(/Reason: +Evicted[\s\S]*The node was low on resource: memory\. Threshold quantity: 100Mi, available:/)
})

test('who takes all memory at once is killed by the machine, and started again in the same Pod', async ({ page }) => {
  const [victim] = await pods(page)
  await breakIt(page, thing(page, victim!.thing), 'Let httpd take 1024 MiB more every second')
  await play(page)
  expect(await output(page, `kubectl describe pod ${await fullName(page, victim!.name)}`)).toMatch(/Last State: +Terminated\s+Reason: +OOMKilled/)
  expect(await output(page, `kubectl describe node ${victim!.node}`)).toContain('System OOM encountered, victim process: httpd')
})

test('one message is held by the keyboard alone: what hangs on it waits, and comes when it is let go', async ({ page }) => {
  await stepBy(page, 'message')
  for (let i = 0; i < 3; i++) await step(page, 'One step back')
  await page.keyboard.press('Shift+X')
  await page.getByRole('button', { name: 'Hold or lose a message' }).press('Enter')
  await page.keyboard.press('x')
  await page.getByRole('menuitem', { name: 'Hold this message' }).press('Enter')
  await expect(page.getByRole('button', { name: /1 broken/ })).toBeVisible()
  await play(page)
  expect(await output(page, 'kubectl get deployment httpd-app')).not.toMatch(/2\/2 +2 +2/)
  await undo(page, /message/)
  await play(page)
  expect(await output(page, 'kubectl get deployment httpd-app')).toMatch(/2\/2 +2 +2/)
})
