import { expect, test } from '@playwright/test'
import { CREATE, open, run, screenText } from './page.ts'

test('after the first visit the page works without a network', async ({ page, context }) => {
  await open(page)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.reload()
  await context.setOffline(true)
  await open(page)
  await run(page, CREATE)
  await expect(screenText(page)).toContainText('deployment.apps/httpd-app created')
})

test('the page asks no other server for anything', async ({ page, baseURL }) => {
  const foreign: string[] = []
  page.on('request', (request) => { if (!request.url().startsWith(baseURL!) && !request.url().startsWith('blob:') && !request.url().startsWith('data:')) foreign.push(request.url()) })
  await open(page)
  await run(page, CREATE)
  expect(foreign).toEqual([])
})
