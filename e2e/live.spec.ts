import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'

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
