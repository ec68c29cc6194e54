import { expect, test, type Page } from '@playwright/test'
import { clock, CREATE, elsewhere, hash, inspector, noAxeViolations, open, pods, run, soon, step, stepBy, thing } from './page.ts'

const chain = (page: Page) => inspector(page).getByRole('list', { name: 'The chain of causes, root first' }).getByRole('listitem')
const tab = (page: Page, name: string) => inspector(page).getByRole('tab', { name }).click()

test.beforeEach(async ({ page }) => {
  await open(page, 'speed=200&lang=en&theme=dark')
  await run(page, CREATE)
})

test('Why? leads from a Ready Pod back over every actor to the person who typed', async ({ page }) => {
  await choosePod(page)
  await expect(inspector(page)).toContainText(/Why is httpd-app-\S+ like this\?/)
  await expect(chain(page).first()).toContainText('You')
  await expect(chain(page).first()).toContainText('kubectl create deployment httpd-app')
  const told = (await chain(page).allInnerTexts()).join('\n')
  for (const actor of ['kubectl → API', 'deployment ctrl → API', 'replicaset ctrl → API', 'scheduler → API', /kubelet node-[abc] → API/]) expect(told).toMatch(actor instanceof RegExp ? actor : new RegExp(actor))
  const times = (await chain(page).locator('time').allInnerTexts()).map(Number.parseFloat)
  expect(times).toEqual([...times].sort((a, b) => a - b))
})

test('a link of the chain leads to its moment', async ({ page }) => {
  await choosePod(page)
  const link = chain(page).nth(3).getByRole('button')
  const told = Number.parseFloat(await link.locator('time').innerText())
  const before = await hash(page)
  await link.click()
  await elsewhere(page, before)
  expect((await clock(page)).seconds).toBeCloseTo(told, 2)
})

test('"trace" beside a command opens the tree of all that it caused', async ({ page }) => {
  await page.getByRole('button', { name: `Trace of ${CREATE}` }).click()
  await expect(inspector(page).getByRole('button', { name: 'What did this cause?' })).toHaveAttribute('aria-expanded', 'true')
  await expect(inspector(page)).toContainText(/[1-9]\d+ effects/)
  await expect(inspector(page)).toContainText('kubectl asks the API server to create deployments httpd-app.')
  await expect(inspector(page)).toContainText(/deployment-controller asks the API server to create replicasets httpd-app-/)
})

test('desired and observed differ while a rollout is under way, and agree at its end', async ({ page }) => {
  await page.getByRole('button', { name: 'To the start' }).click()
  await stepBy(page, 'milestone')
  for (let count = 0; count < 22; count++) await step(page, 'One step forward')
  await thing(page, (await pods(page))[0]!.thing).click()
  await tab(page, 'Desired / observed')
  const row = inspector(page).getByRole('row')
  await expect(row.filter({ hasText: 'Deployment' }).first()).toContainText(/working|waiting/)
  await page.getByRole('button', { name: 'Play', exact: true }).focus()
  await page.keyboard.press('End')
  await expect(inspector(page)).toContainText('Nothing differs: wish and fact agree.')
  await inspector(page).getByText(/\d+ settled/).click()
  await expect(row.filter({ hasText: 'Deployment' }).first()).toContainText('settled')
})

test('the YAML names who wrote each field last', async ({ page }) => {
  await choosePod(page)
  await tab(page, 'YAML')
  const line = (text: string | RegExp) => inspector(page).getByRole('region', { name: 'YAML' }).locator('pre').filter({ hasText: text })
  await expect(line(/image: httpd$/).first()).toHaveAttribute('title', /last written by kube-controller-manager/)
  await expect(line(/phase: Running/)).toHaveAttribute('title', /last written by kubelet/)
  // A binding is managed by nobody: the trace knows who sent it.
  await expect(line(/nodeName: node-/)).toHaveAttribute('title', /last written by kube-scheduler/)
  // The same blame as the terminal prints.
  const name = (await inspector(page).getByRole('heading', { level: 2 }).locator('xpath=following-sibling::p').innerText()).trim()
  await run(page, `kubectl blame pod/${name}`)
  for (const text of ['nodeName: node-', 'phase: Running', 'serviceAccountName: default']) {
    const told = page.locator('#terminal [data-revision]').filter({ hasText: text })
    await expect(line(text).first()).toHaveAttribute('data-revision', (await told.first().getAttribute('data-revision'))!)
  }
  // Who creates a Pod does not say which account it has: admission adds it, and the field is nobody's.
  await expect(line('serviceAccountName: default')).toHaveAttribute('title', /last written by kube-apiserver · system:serviceaccount:kube-system:replicaset-controller/)
})

test('the gutter of a line of YAML leads to the request that wrote it, with the mouse and with the keyboard', async ({ page }) => {
  await choosePod(page)
  await tab(page, 'YAML')
  const line = (text: string) => inspector(page).getByRole('region', { name: 'YAML' }).locator('pre').filter({ hasText: text }).first()
  await expect(line('nodeName: node-')).toHaveAttribute('data-revision', /\d/)
  const revision = await line('nodeName: node-').getAttribute('data-revision')
  await line('nodeName: node-').getByRole('button').click()
  await expect(inspector(page)).toContainText(/Why does httpd-app-\S+ say “nodeName: node-[abc]”\?/)
  await expect(chain(page).last()).toContainText('scheduler → API')
  await expect(chain(page).last()).toContainText(`stored as rev ${revision}`)
  await expect(chain(page).first()).toContainText(CREATE)
  await tab(page, 'YAML')
  // Tab comes to one line of all; the arrows go on from there.
  expect(await inspector(page).getByRole('region', { name: 'YAML' }).locator('button[tabindex="0"]').count()).toBe(1)
  await line('hostIP: ').getByRole('button').focus()
  const phase = line('phase: Running').getByRole('button')
  for (let count = 0; count < 10 && !await phase.evaluate(one => one === document.activeElement); count++) await page.keyboard.press('ArrowDown')
  await expect(phase).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(inspector(page)).toContainText('say “phase: Running”?')
  await expect(chain(page).last()).toContainText(/kubelet node-[abc] → API/)
  await noAxeViolations(page)
  await tab(page, 'YAML')
  await expect(line('nodeName: node-').getByRole('button')).toBeVisible()
  await noAxeViolations(page)
})

test('what is desired and what is observed are asked why, each by itself', async ({ page }) => {
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  await choosePod(page)
  await tab(page, 'Desired / observed')
  await inspector(page).getByText(/\d+ settled/).click()
  const row = inspector(page).getByRole('row').filter({ hasText: 'Deployment' }).first()
  await expect(row.getByRole('button', { name: 'Why is this observed' })).toBeVisible()
  await noAxeViolations(page)
  await row.getByRole('button', { name: 'Why is this desired of httpd-app? replicas: 3 × httpd' }).click()
  await expect(inspector(page)).toContainText('Why does httpd-app say “replicas: 3 × httpd”?')
  await expect(chain(page).first()).toContainText('kubectl scale deployment httpd-app --replicas=3')
  await expect(chain(page).last()).toContainText('kubectl → API')
  await tab(page, 'Desired / observed')
  await inspector(page).getByText(/\d+ settled/).click()
  await inspector(page).getByRole('row').filter({ hasText: 'Deployment' }).first().getByRole('button', { name: 'Why is this observed of httpd-app?' }).click()
  await expect(chain(page).first()).toContainText('kubectl scale deployment httpd-app --replicas=3')
  await expect(chain(page).last()).toContainText('deployment ctrl → API')
})

test('the Events of a Pod are told by who reported them, in the order of time', async ({ page }) => {
  await choosePod(page)
  await tab(page, 'Events')
  for (const reason of ['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']) await expect(inspector(page).getByRole('listitem').locator('b').getByText(reason, { exact: true })).not.toHaveCount(0)
  for (const source of ['default-scheduler', 'kubelet']) await expect(inspector(page).getByRole('heading', { level: 3, name: source })).toBeVisible()
  const times = (await inspector(page).getByRole('listitem').locator('time').allInnerTexts()).map(Number.parseFloat)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  await inspector(page).getByRole('listitem').filter({ hasText: 'Pulled' }).getByRole('button', { name: 'Why?' }).click()
  await expect(chain(page).first()).toContainText('kubectl create deployment httpd-app')
  await expect(chain(page).filter({ hasText: 'PullImage' })).not.toHaveCount(0)
})

test('the tree shows the Deployment above the ReplicaSet above its Pods, and each can be gone to', async ({ page }) => {
  await choosePod(page)
  await tab(page, 'Tree')
  const family = inspector(page).getByRole('listitem')
  await expect(family.nth(0)).toContainText(/Deployment httpd-app/)
  await expect(family.nth(1)).toContainText(/ReplicaSet httpd-app-\w+/)
  await expect(family.nth(2)).toHaveAttribute('aria-current', 'true')
  await family.nth(0).getByRole('button').click()
  await expect(inspector(page).getByRole('heading', { level: 2 })).toContainText('Deployment')
  await soon(() => family.count()).toBe(4)
})

test('a Pod that waits says for what', async ({ page }) => {
  for (const node of ['node-a', 'node-b', 'node-c']) await run(page, `kubectl cordon ${node}`)
  await run(page, 'kubectl scale deployment httpd-app --replicas=3')
  await page.locator('[data-thing="limbo"] [data-thing^="pod/"]').first().click()
  await expect(inspector(page)).toContainText('What it waits for')
  await expect(inspector(page)).toContainText('None of 4 nodes fits.')
  await expect(inspector(page).getByText('The node is cordoned: nothing new is placed there.')).toHaveCount(3)
})

async function choosePod(page: Page): Promise<void> {
  await thing(page, (await pods(page))[0]!.thing).click()
  await expect(chain(page).first()).toBeVisible()
}
