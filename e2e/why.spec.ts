import { expect, test, type Page } from '@playwright/test'
import { ask, begun, CREATE, hash, inspector, noAxeViolations, open, pods, printed, run, screenText, soon, terminal, thing } from './page.ts'

const own = (page: Page) => screenText(page).getByRole('group', { name: /own command/ })

test.describe('on a cluster at rest', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, 'scenario=sandbox&speed=200&lang=en&theme=dark')
    await run(page, CREATE)
  })

  test('kubectl why prints the chain of a Pod, the person who typed first, and leaves the history as it was', async ({ page }) => {
    const [pod] = await pods(page)
    const full = /httpd-app-\w+-\w+/.exec(await ask(page, 'kubectl get pods -o name'))![0].replace(/-\w+$/, `-${pod!.name}`)
    const before = await hash(page)
    const told = await ask(page, `kubectl why pod/${full}`)
    expect(told.indexOf(CREATE)).toBeGreaterThan(0)
    const order = [CREATE, 'deployment-controller → kube-apiserver', 'replicaset-controller → kube-apiserver', 'kube-scheduler → kube-apiserver', `kubelet ${pod!.node} → kube-apiserver`].map((one) => told.indexOf(one))
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(order).not.toContain(-1)
    // The inspector tells the same chain.
    await thing(page, pod!.thing).click()
    await page.keyboard.press('w')
    const links = inspector(page).getByRole('list', { name: 'The chain of causes, root first' }).getByRole('listitem')
    await expect(links.first()).toContainText(CREATE)
    await expect(own(page).last().getByRole('listitem')).toHaveCount(await links.count())
    expect(await hash(page)).toBe(before)
    expect(await ask(page, `kubectl why pod/${full} --not`)).toContain('waits for nothing')
    expect(await hash(page)).toBe(before)
  })

  test('kubectl blame prints each line with its manager, user, time and revision, as the etcd log has them', async ({ page }) => {
    const told = await ask(page, 'kubectl blame deployment/httpd-app')
    const row = (text: string) => {
      const line = told.split('\n').find((one) => one.replace(/^.*│ +/, '').startsWith(`${text} `)) ?? ''
      const [, revision, at, who] = /^ *(\d+) +([\d.]+) s │.* # (.*)$/.exec(line) ?? []
      return { revision, at: Number(at), who }
    }
    expect(row('replicas: 2').who).toBe('kubectl-create, kubernetes-admin')
    expect(row('readyReplicas: 2').who).toBe('kube-controller-manager, system:serviceaccount:kube-system:deployment-controller')
    expect(row('readyReplicas: 2').at).toBeGreaterThan(row('replicas: 2').at)
    await page.getByRole('tab', { name: 'etcd log' }).click()
    await page.getByRole('searchbox', { name: 'Filter by key or writer' }).fill('deployments/default/httpd-app')
    const log = page.getByRole('region', { name: 'Log', exact: true })
    for (const one of [row('replicas: 2').revision, row('readyReplicas: 2').revision]) await expect(log.getByRole('button', { name: `Go to revision ${one}`, exact: true })).toBeVisible()
  })

  test('both are marked as ours: Tab knows them, help lists them apart, a wrong line is told, and it speaks the page’s language', async ({ page }) => {
    await terminal(page).fill('kubectl bl')
    await terminal(page).press('End')
    await page.keyboard.press('Tab')
    await expect(terminal(page)).toHaveValue('kubectl blame ')
    await page.keyboard.type('deployment/http')
    await page.keyboard.press('Tab')
    await expect(terminal(page)).toHaveValue('kubectl blame deployment/httpd-app ')
    await ask(page, 'kubectl --help')
    await soon(() => printed(page, 'kubectl --help')).toContain('kubectl blame (TYPE/NAME | TYPE NAME)')
    const help = await printed(page, 'kubectl --help')
    expect(help).toContain('Commands of Glass Cluster (the real kubectl says “unknown command”)')
    expect(help).toContain('kubectl why (TYPE/NAME | TYPE NAME) [--not]')
    expect(await ask(page, 'kubectl why toaster/x')).toContain('the server doesn’t have a resource type "toaster"')
    expect(await ask(page, 'kubectl blame deployment')).toContain('kubectl blame TYPE/NAME')
    await ask(page, 'kubectl why deployment/httpd-app')
    await page.getByRole('radio', { name: '中文' }).click()
    await expect(screenText(page)).toContainText('Deployment httpd-app 为什么是这样，从根源说起：')
    await noAxeViolations(page)
  })
})

test('a rollout that hangs says in the inspector which bound holds it, which Pod it waits for, and until when', async ({ page }) => {
  await open(page, 'scenario=bad-image&speed=200&lang=en&theme=light')
  await begun(page, 'kubectl set image deployment/web nginx=nginx:1.99')
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('Deployment web')
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: 'write', exact: true }).click()
  const waits = inspector(page).locator('section').filter({ hasText: 'What it waits for' }).getByRole('listitem')
  await soon(async () => {
    await page.getByRole('button', { name: 'One step forward' }).click()
    return (await waits.allInnerTexts()).join('\n')
  }).toContain('could not be pulled')
  await expect(waits.first()).toContainText('3 of 3 are available, and maxUnavailable 0 allows no fewer than 3: no old Pod may go.')
  const pod = waits.filter({ hasText: 'could not be pulled' })
  await expect(pod).toContainText(/until \d+\.\d+ s/)
  const name = await pod.getByRole('button').innerText()
  await pod.getByRole('button').click()
  await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText('Pod')
  await expect(inspector(page)).toContainText(name.replace('pod/', ''))
  const told = await ask(page, `kubectl why pod/${name.replace('pod/', '')} --not`)
  expect(told).toContain('Image nginx:1.99 could not be pulled (docker.io/library/nginx:1.99: not found)')
  await noAxeViolations(page)
})

test('what a thing waits for is said beside it, under the pointer and where the keyboard stands', async ({ page }) => {
  await open(page, 'scenario=quorum-loss&speed=200&lang=en&theme=dark')
  const note = page.getByRole('note', { name: 'What it waits for' })
  await thing(page, 'etcd').hover()
  await expect(note).toHaveCount(0)
  for (const member of ['etcd-1', 'etcd-2']) await page.getByRole('button', { name: new RegExp(`${member}`) }).first().click()
  await expect(page.getByRole('button', { name: '2 broken' })).toBeVisible()
  await page.mouse.move(0, 0)
  await thing(page, 'etcd').hover({ position: { x: 60, y: 14 } })
  await expect(note).toContainText('No majority: 1 of 3 members live, 2 are needed.')
  await page.mouse.move(0, 0)
  await expect(note).toHaveCount(0)
  await page.getByRole('treeitem').first().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  await expect(note).toContainText('No majority')
  await noAxeViolations(page)
})

test('any link can be seen as swimlanes: only what shares its root', async ({ page }) => {
  await open(page, 'scenario=sandbox&speed=200&lang=en&theme=dark')
  await run(page, CREATE)
  await run(page, 'kubectl get nodes')
  await thing(page, (await pods(page))[0]!.thing).click()
  await inspector(page).getByRole('button', { name: 'As swimlanes' }).click()
  const lanes = page.getByRole('group', { name: 'Swimlanes' })
  await expect(lanes.getByText('replicaset ctrl', { exact: true })).toBeVisible()
  await lanes.getByRole('button', { name: 'Of one chain: back to the story' }).click()
  await expect(lanes.getByText('replicaset ctrl', { exact: true })).toHaveCount(0)
})
