import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { breakIt, undo } from './page.ts'

// `npm run cluster` as a user starts it: its page in a browser, its door for clients outside.

const folder = mkdtempSync(join(tmpdir(), 'glass-live-'))
const config = join(folder, 'kubeconfig')
const kubectl = [process.env['KUBECTL'], ...(process.env['PATH'] ?? '').split(delimiter).map((one) => join(one, 'kubectl'))].find((file) => file !== undefined && existsSync(file))
let cluster: ChildProcess
let address = ''

test.describe.configure({ mode: 'serial' })
test.use({ baseURL: undefined })

test.beforeAll(async () => {
  execFileSync('npx', ['vite', 'build', '--config', 'vite.node.config.ts', '--logLevel', 'warn', '--outDir', join(folder, 'node')], { stdio: 'ignore' })
  // The cluster serves the page that stands beside it.
  symlinkSync(resolve(process.env['E2E_DIST'] ?? 'dist'), join(folder, 'dist'))
  cluster = spawn(process.execPath, [join(folder, 'node', 'cluster.js'), '--port', String(20_000 + (process.pid % 20_000)), '--kubeconfig', config])
  await new Promise<void>((resolve, reject) => {
    let printed = ''
    const hear = (part: Buffer): void => {
      printed += String(part)
      const found = /See it +(\S+)/.exec(printed)
      if (!found) return
      address = found[1]!
      resolve()
    }
    cluster.stdout?.on('data', hear)
    cluster.stderr?.on('data', hear)
    cluster.on('exit', () => { reject(new Error(printed)) })
  })
})
test.afterAll(() => { cluster.removeAllListeners('exit'); cluster.kill() })

test('the page shows what a client outside does, and the chain leads back to that client', async ({ page }) => {
  await page.goto(`${address}?lang=en&theme=dark`)
  await expect(page.locator('[data-thing="node/node-a"]').first()).toBeVisible()
  const text = readFileSync(config, 'utf8')
  const server = /server: (\S+)/.exec(text)![1]!
  const token = /token: (\S+)/.exec(text)![1]!
  const template = { metadata: { labels: { app: 'outside' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.28' }] } }
  const made = await fetch(`${server}/apis/apps/v1/namespaces/default/deployments`, {
    method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'outside' }, spec: { replicas: 2, selector: { matchLabels: { app: 'outside' } }, template } }),
  })
  expect(made.status).toBe(201)
  const pods = page.locator('#stage [title^="outside-"]')
  await expect(pods).toHaveCount(2, { timeout: 30_000 })
  await expect(page.locator('#stage [title^="outside-"][title$="Running"]')).toHaveCount(2, { timeout: 60_000 })
  await pods.first().click()
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('A client outside asked: POST /apis/apps/v1/namespaces/default/deployments')
  // The kubeconfig's address holds the credential, because kubectl sends no token over plain http.
  expect([401, 403]).toContain((await fetch(`${address}api/v1/namespaces`)).status)
})

test('a flood from outside fills its own queues and is refused, while leases go on; the page shows who waits where', async ({ page }) => {
  await page.goto(`${address}?lang=en&theme=dark`)
  // While no majority of etcd writes, every request keeps its seat.
  for (const member of ['etcd-0', 'etcd-1']) await breakIt(page, page.locator(`[data-thing="etcd/${member}"]`).first(), 'Freeze')
  await page.locator('[data-thing="apiserver"]').first().dblclick({ position: { x: 60, y: 14 } })
  const levels = page.getByRole('region', { name: 'Inside kube-apiserver' }).getByRole('region', { name: 'Priority and fairness' })
  const level = (name: string) => levels.getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${name}`) }) })
  await expect(levels).toBeVisible()
  const text = readFileSync(config, 'utf8')
  const server = /server: (\S+)/.exec(text)![1]!
  const token = /token: (\S+)/.exec(text)![1]!
  const post = async (i: number): Promise<{ readonly status: number; readonly level: string | null }> => {
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `flood-${i}` } })
    const answer = await fetch(`${server}/api/v1/namespaces/default/configmaps`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body })
    return { status: answer.status, level: answer.headers.get('x-kubernetes-pf-prioritylevel-uid') }
  }
  const flood = Promise.all(Array.from({ length: 700 }, (_, i) => post(i)))
  const row = level('global-default')
  await expect(row).toHaveAttribute('data-busy', 'true', { timeout: 30_000 })
  await expect(row).toContainText('kubernetes-admin')
  // Nodes renew their leases on seats of their own, in whose queues nobody waits.
  await expect(level('node-high')).toContainText('nobody waits')
  const shown = Number((await row.getByRole('cell').last().innerText()).match(/^\d+/)?.[0])
  for (const member of ['etcd-0', 'etcd-1']) await undo(page, member)
  const answers = await flood
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(shown)
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0)
  expect(new Set(answers.map((one) => one.level)).size).toBe(1)
})

test('a real kubectl carries the flagship through while the page shows it', async ({ page }) => {
  test.skip(kubectl === undefined, 'no kubectl was found: set KUBECTL, or put kubectl on the PATH')
  const run = (...args: readonly string[]): string => execFileSync(kubectl!, args, { encoding: 'utf8', env: { HOME: folder, PATH: process.env['PATH'], KUBECONFIG: config } })
  await page.goto(`${address}?lang=en&theme=dark`)
  expect(run('create', 'deployment', 'httpd-app', '--image=httpd', '--replicas=2')).toContain('deployment.apps/httpd-app created')
  expect(run('rollout', 'status', 'deployment/httpd-app')).toContain('successfully rolled out')
  await expect(page.locator('#stage [title^="httpd-app-"][title$="Running"]')).toHaveCount(2)
  run('set', 'image', 'deployment/httpd-app', 'httpd=httpd:2.4')
  run('rollout', 'status', 'deployment/httpd-app')
  run('rollout', 'undo', 'deployment/httpd-app')
  run('rollout', 'status', 'deployment/httpd-app')
  expect(run('rollout', 'history', 'deployment/httpd-app')).toMatch(/REVISION +CHANGE-CAUSE\s+2 +<none>\s+3 +<none>/)
  expect(run('describe', 'deployment', 'httpd-app')).not.toContain('<invalid>')
  await expect(page.locator('#stage [title^="httpd-app-"][title$="Running"]')).toHaveCount(2)
})
