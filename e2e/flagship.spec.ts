import { expect, test } from '@playwright/test'
import { CREATE, hash, open, output, run, settled, SET_IMAGE, terminal, UNDO } from './page.ts'

test('a visitor presses Enter and watches a real rollout, its update and its undo to the end', async ({ page }) => {
  await open(page)
  await expect(terminal(page)).toHaveValue(CREATE)
  await terminal(page).press('Enter')
  await settled(page)
  await expect(page.locator('#stage')).toContainText('httpd')
  await run(page, SET_IMAGE)
  await run(page, UNDO)
  const history = await output(page, 'kubectl rollout history deployment/httpd-app')
  expect(history).toMatch(/REVISION +CHANGE-CAUSE\s+2 +<none>\s+3 +<none>/)
  const sets = await output(page, 'kubectl get replicasets -o name')
  expect(sets.match(/replicaset\.apps\/httpd-app-\w+/g)).toHaveLength(2)
  const goals = page.locator('#story li[data-state]').filter({ hasText: /Ready|ReplicaSet/ })
  await expect(goals.filter({ hasText: 'Never fewer than 2 Ready' })).toHaveAttribute('data-state', 'met')
  await expect(goals.filter({ hasText: 'Undo re-uses the first ReplicaSet' })).toHaveAttribute('data-state', 'met')
})

test('stepping back to any message and forward again gives the identical trace', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  const end = await hash(page)
  for (let step = 0; step < 6; step++) await page.getByRole('button', { name: 'One step back' }).click()
  await expect.poll(() => hash(page)).not.toBe(end)
  await page.locator('#stage').focus().catch(() => undefined)
  await page.keyboard.press('End')
  await expect.poll(() => hash(page)).toBe(end)
})

test('killing a kubelet in the past forks the run, which converges, and the old future is still there', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  await run(page, SET_IMAGE)
  const old = await hash(page)
  for (let step = 0; step < 30; step++) await page.getByRole('button', { name: 'One step back' }).click()
  const node = page.locator('[data-thing="node/node-a"]').first()
  await node.click({ button: 'right', position: { x: 60, y: 16 } })
  await page.getByRole('menuitem', { name: 'Stop the kubelet' }).click()
  await expect(page.getByRole('button', { name: /1 broken/ })).toBeVisible()
  await page.getByRole('button', { name: 'Play' }).click()
  await settled(page)
  const status = await output(page, 'kubectl get deployment httpd-app -o jsonpath={.status.availableReplicas}')
  expect(status).toMatch(/\b2\b/)
  expect(await hash(page)).not.toBe(old)
  await page.getByRole('button', { name: /Branches|branch/i }).first().click()
  await page.getByRole('menuitemradio', { name: /main/ }).click()
  await expect.poll(() => hash(page)).toBe(old)
})

test('the same link lives the same history at three window sizes and two speeds', async ({ page }) => {
  const seen = new Set<string | null>()
  for (const [width, height, speed] of [[1440, 900, 60], [1280, 720, 200], [1440, 700, 500]] as const) {
    await page.setViewportSize({ width, height })
    await open(page, `speed=${speed}&lang=en`)
    await run(page, CREATE)
    seen.add(await hash(page))
  }
  expect(seen.size).toBe(1)
})
