import { expect, test, type Page } from '@playwright/test'
import { clock, CREATE, done, elsewhere, hash, open, pods, run, screenText, soon, terminal } from './page.ts'

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()

test.beforeEach(async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
})

test('arrow keys walk through the commands that were typed', async ({ page }) => {
  await run(page, 'kubectl get nodes')
  await terminal(page).fill('')
  await page.keyboard.press('ArrowUp')
  await expect(terminal(page)).toHaveValue('kubectl get nodes')
  await page.keyboard.press('ArrowUp')
  await expect(terminal(page)).toHaveValue(CREATE)
  await page.keyboard.press('ArrowDown')
  await expect(terminal(page)).toHaveValue('kubectl get nodes')
  await done(page, () => page.keyboard.press('Enter'))
  await expect(screenText(page).getByText('kubectl get nodes')).toHaveCount(2)
})

test('Tab completes commands, kinds and the names that exist', async ({ page }) => {
  await type(page, 'kubectl rol')
  await page.keyboard.press('Tab')
  await expect(terminal(page)).toHaveValue('kubectl rollout ')
  await type(page, 'kubectl describe pod httpd')
  await page.keyboard.press('Tab')
  await expect(terminal(page)).toHaveValue(/^kubectl describe pod httpd-app-\w+-$/)
  const [one, other] = await pods(page)
  const offered = page.getByRole('status').filter({ hasText: 'httpd-app-' })
  await expect(offered).toContainText(one!.name)
  await expect(offered).toContainText(other!.name)
  await page.keyboard.type(one!.name.slice(0, 2))
  await page.keyboard.press('Tab')
  await expect(terminal(page)).toHaveValue(new RegExp(`^kubectl describe pod httpd-app-\\w+-${one!.name} $`))
})

test('Ctrl-C ends a watch, and the terminal takes the next command', async ({ page }) => {
  await type(page, 'kubectl get pods -w')
  await page.keyboard.press('Enter')
  await expect(screenText(page)).toContainText('NAME')
  await expect(page.locator('#terminal')).toContainText('…')
  await expect(screenText(page)).toContainText(/httpd-app-\S+ +1\/1 +Running/)
  await done(page, () => page.keyboard.press('Control+c'))
  await run(page, 'kubectl get deployment httpd-app -o name')
  await expect(screenText(page)).toContainText('deployment.apps/httpd-app')
})

test('the swimlanes tell who spoke to whom, as a picture and as a table, and a message leads to its moment', async ({ page }) => {
  await tab(page, 'Swimlanes')
  const lanes = page.getByRole('group', { name: 'Swimlanes' })
  for (const lane of ['you', 'kube-apiserver', 'scheduler', 'deployment ctrl', 'replicaset ctrl']) await expect(lanes.getByText(lane, { exact: true })).toBeVisible()
  const before = await hash(page)
  await lanes.getByRole('button', { name: /kube-scheduler → kube-apiserver: POST pods.*binding/ }).first().focus()
  await page.keyboard.press('Enter')
  await elsewhere(page, before)
  const { seconds } = await clock(page)
  await page.keyboard.press('Alt+t')
  await expect(lanes.getByRole('row').filter({ hasText: 'binding' }).first()).toContainText(seconds.toFixed(3))
  await expect(lanes.getByRole('row').filter({ hasText: 'not yet happened' }).first()).toBeAttached()
})

test('the etcd log lists every write, can be filtered, and goes to a revision', async ({ page }) => {
  await tab(page, 'etcd log')
  const log = page.getByRole('region', { name: 'Log', exact: true })
  const { revision } = await clock(page)
  await expect(log.getByRole('row').nth(1)).toContainText(String(revision))
  await page.getByRole('searchbox', { name: 'Filter by key or writer' }).fill('deployments/default/httpd-app')
  const rows = log.getByRole('row')
  await expect(rows.last()).toContainText('create')
  await expect(rows.last()).toContainText('kubectl')
  const first = await rows.last().getByRole('button', { name: /Go to revision/ }).innerText()
  await rows.last().getByRole('button', { name: /Go to revision/ }).click()
  await soon(async () => (await clock(page)).revision).toBe(Number(first))
  expect(await pods(page)).toEqual([])
})

test('the key browser shows all keys as folders, and every value that a key had', async ({ page }) => {
  await tab(page, 'etcd log')
  const keys = page.getByRole('region', { name: 'Keys' })
  await page.getByRole('searchbox', { name: 'Filter keys' }).fill('/deployments/default/')
  await keys.getByRole('button', { name: /httpd-app/ }).click()
  const history = page.getByRole('region', { name: 'History of a key' })
  const versions = history.locator('details')
  await expect(versions.nth(2)).toBeVisible()
  await expect(versions.first()).toContainText(/version \d+/)
  await expect(versions.first().locator('[data-change="added"]').first()).toBeVisible()
  await expect(versions.last()).toContainText('version 1')
  await page.getByRole('button', { name: 'Back to the keys' }).click()
  await expect(keys).toBeVisible()
})

test('the scheduler table names the node that wins, and it is the node on which the Pod runs', async ({ page }) => {
  await tab(page, 'Scheduler')
  const choice = page.getByRole('combobox', { name: 'Pod' })
  await expect(choice).toBeVisible()
  for (const pod of await pods(page)) {
    await choice.selectOption({ label: (await choice.locator('option').allInnerTexts()).find((name) => name.endsWith(pod.name))! })
    await expect(page.getByText(`${pod.node} wins`, { exact: true })).toBeVisible()
    const rows = page.getByRole('table').getByRole('row')
    await expect(rows.filter({ hasText: '★ wins' })).toHaveCount(1)
    await expect(rows.filter({ hasText: '★ wins' })).toContainText(pod.node)
    await expect(rows.filter({ hasText: 'cp-1' })).toContainText('refused')
  }
})

/** Puts a line at the prompt, with the cursor behind it. */
async function type(page: Page, line: string): Promise<void> {
  await terminal(page).fill(line)
  await terminal(page).press('End')
}
