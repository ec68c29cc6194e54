import { expect, test } from '@playwright/test'
import { CREATE, hash, noAxeViolations, open, run, screenText, SET_IMAGE, settled } from './page.ts'

test('a shared link lives the same history in another window, and stands at the same moment', async ({ page, context }) => {
  await open(page)
  await run(page, CREATE)
  await run(page, SET_IMAGE)
  for (let step = 0; step < 4; step++) await page.getByRole('button', { name: 'One step back' }).click()
  await page.locator('[data-thing="node/node-a"]').first().click({ button: 'right', position: { x: 60, y: 16 } })
  await page.getByRole('menuitem', { name: 'Stop the kubelet' }).click()
  const here = await hash(page)
  await page.getByRole('button', { name: 'Share' }).click()
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  expect(link.length).toBeLessThan(1500)
  await noAxeViolations(page)
  const other = await context.newPage()
  other.on('pageerror', error => { throw error })
  await other.goto(link)
  await expect.poll(() => hash(other)).toBe(here)
  await expect(other.getByRole('button', { name: /1 broken/ })).toBeVisible()
  await expect(screenText(other)).toContainText('image updated')
})

test('a link that was cut off says so, and the page begins with its lesson', async ({ page }) => {
  await page.goto('./?lang=en#s=q1YqLkksKVayUorwc1aqBQA')
  await expect(page.getByText(/This session cannot be read: \w+ is not as it must be/)).toBeVisible()
  await expect(page.locator('[data-settled="true"]')).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByText(/This session cannot be read/)).toHaveCount(0)
})

test('a session is saved as a file, and opened from it', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  const here = await hash(page)
  await page.getByRole('button', { name: 'Share' }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save as a file' }).click()])
  expect(download.suggestedFilename()).toBe('rollout.glass.json')
  const path = await download.path()
  await page.goto('./?lang=en&scenario=sandbox')
  await settled(page)
  await page.getByRole('button', { name: 'Share' }).click()
  await page.locator('input[type="file"]').setInputFiles({ name: 'x.glass.json', mimeType: 'application/json', buffer: Buffer.from('{"glass": 1}') })
  await expect(page.getByRole('alert')).toContainText('engine is not as it must be')
  await page.locator('input[type="file"]').setInputFiles(path)
  await expect.poll(() => hash(page)).toBe(here)
})

test('a reload loses nothing, says so, and can be undone', async ({ page }) => {
  await open(page)
  await run(page, CREATE)
  const here = await hash(page)
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('glass-cluster.session')?.includes('create deployment'))).toBe(true)
  await page.waitForFunction(() => (JSON.parse(sessionStorage.getItem('glass-cluster.session') ?? '{}') as { head?: { settled?: boolean } }).head?.settled === true)
  await page.reload()
  await expect(page.getByText('Your session was restored.')).toBeVisible()
  await expect.poll(() => hash(page)).toBe(here)
  await page.getByRole('button', { name: 'Start over' }).click()
  await settled(page)
  await expect.poll(() => hash(page)).not.toBe(here)
  await expect(page.getByText('Your session was restored.')).toHaveCount(0)
})

test('when a bug of ours stops the engine, the session is lived again', async ({ page }) => {
  await page.addInitScript(() => {
    const Own = window.Worker
    window.Worker = class extends Own {
      constructor(...from: ConstructorParameters<typeof Worker>) {
        super(...from)
        Object.assign(window, { engineForTest: this })
      }
    }
  })
  await open(page, 'speed=60&lang=en&theme=dark')
  await run(page, CREATE)
  const here = await hash(page)
  await page.waitForFunction(() => (JSON.parse(sessionStorage.getItem('glass-cluster.session') ?? '{}') as { head?: { settled?: boolean } }).head?.settled === true)
  await page.evaluate(() => (window as unknown as { engineForTest: Worker }).engineForTest.postMessage({ type: 'command', command: { do: 'poke', poke: { poke: 'what nobody can do' } } }))
  await expect(page.getByRole('alert')).toBeVisible()
  await noAxeViolations(page)
  await page.getByRole('button', { name: 'Restore my session' }).click()
  await expect.poll(() => hash(page)).toBe(here)
  await expect(screenText(page)).toContainText('deployment.apps/httpd-app created')
})
