import { expect, test, type Page } from '@playwright/test'
import { cells, open } from './fleet-page.ts'
import { begun, inspector, noAxeViolations, printed, terminal } from './page.ts'

// "Every message asked, from one container to 5,000 nodes": in a fleet, too, a Pod is asked why it is there.

const SCALE = 'kubectl scale deployment/api --replicas=4200'
const chain = (page: Page) => inspector(page).getByRole('list', { name: 'The chain of causes, root first' }).getByRole('listitem')

test.setTimeout(180_000)

async function goTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(name)
  await expect(page.getByRole('listbox').getByRole('option').first()).toContainText(name)
  await page.keyboard.press('Enter')
  await expect(inspector(page).locator('header').first()).toContainText(name)
}

test('a new Pod of a fleet is traced back to the command that was typed, in the terminal and in the inspector', async ({ page }) => {
  await open(page, 'scenario=fleet-400&speed=40&lang=en&theme=dark')
  await begun(page, SCALE)
  await begun(page, 'kubectl rollout status deployment/api')
  await begun(page, 'kubectl get pods -l app=api --sort-by=.metadata.creationTimestamp -o name')
  const pod = (await printed(page, '-o name')).match(/pod\/[\w-]+/g)!.at(-1)!.slice('pod/'.length)
  await page.getByRole('button', { name: 'Pause' }).click()
  await begun(page, `kubectl why pod/${pod}`)
  const told = page.locator('#terminal [role="log"]').getByRole('group', { name: /own command/ }).last()
  await expect(told.getByRole('listitem').first()).toContainText(SCALE)
  await expect(told).toContainText('kube-scheduler → kube-apiserver')
  const node = /kubelet ([abc]-\d+) → kube-apiserver/.exec(await told.innerText())![1]!
  const links = await told.getByRole('listitem').count()
  // The node that the chain ends on is the one that kubectl says, and the inspector tells the same chain.
  await page.getByRole('button', { name: 'Play' }).click()
  await begun(page, `kubectl get pod ${pod} -o wide`)
  expect(await printed(page, `${pod} -o wide`)).toContain(node)
  await goTo(page, node)
  await expect(page.locator('#stage [data-thing^="pod/"]').first()).toBeVisible()
  await goTo(page, pod)
  await expect(chain(page).first()).toContainText(SCALE)
  await expect(chain(page)).toHaveCount(links)
  await noAxeViolations(page)
  // A link leads to its moment.
  await page.getByRole('button', { name: 'Pause' }).click()
  await chain(page).first().getByRole('button').click()
  await expect(chain(page)).not.toHaveCount(links)
})

test('a node of a lost zone tells the clock that noticed; one that nothing has changed says so', async ({ page }) => {
  await open(page, 'scenario=fleet-400&speed=40&lang=en&theme=dark')
  await page.getByRole('button', { name: 'zone-c without power' }).click()
  await expect.poll(async () => (await cells(page, 'zone-c'))[2], { timeout: 60_000 }).toBe(133)
  await goTo(page, 'c-0007')
  await expect(chain(page).last()).toContainText('c-0007')
  await expect(chain(page).first()).toContainText('node-lifecycle')
  await goTo(page, 'a-0007')
  await expect(inspector(page)).toContainText('Nothing has changed it since the lesson began')
  await expect(terminal(page)).toBeVisible()
})
