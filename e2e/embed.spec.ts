import { expect, test, type Page } from '@playwright/test'
import { noAxeViolations } from './page.ts'

interface Host extends Window { heard: { glass: string; hop?: string; lesson?: string }[] }

/** Somebody's article with our page in the middle of it. */
async function article(page: Page, query: string, above = 0): Promise<void> {
  await page.route('**/article.html', (route) => route.fulfill({
    contentType: 'text/html',
    body: `<!doctype html><html lang="en"><title>An article</title><main><h1>An article</h1><div style="height:${above}px"></div><iframe title="Glass Cluster" src="./?embed=1&${query}" style="width:700px;height:520px;border:0"></iframe></main><script>heard=[];addEventListener('message',e=>heard.push(e.data))</script></html>`,
  }))
  await page.goto('./article.html')
}

const heard = (page: Page) => page.evaluate(() => (window as unknown as Host).heard)
const say = (page: Page, message: object) => page.evaluate((data) => { document.querySelector('iframe')!.contentWindow!.postMessage(data, '*') }, message)

test('an article begins in the middle of the lesson, hears every hop, and drives the page', async ({ page }) => {
  await article(page, 'from=B8&lang=en&theme=dark&speed=30')
  const inside = page.frameLocator('iframe')
  await expect(inside.locator('#stage')).toContainText('B 8')
  await expect(inside.getByRole('button', { name: 'Gallery' })).toHaveCount(0)
  expect(await heard(page)).toContainEqual({ glass: 'ready', lesson: 'rollout' })
  expect((await heard(page)).map(({ hop }) => hop)).toContain('B8')
  await noAxeViolations(page)
  await say(page, { glass: 'step' })
  await say(page, { glass: 'lang', lang: 'zh' })
  await expect(inside.getByRole('button', { name: '播放' })).toBeVisible()
  await say(page, { glass: 'play' })
  await expect.poll(async () => (await heard(page)).map(({ hop }) => hop)).toContain('B28')
  await say(page, { glass: 'seek', hop: 'A9' })
  await expect(inside.locator('#stage')).toContainText('A 9')
  for (const odd of [{ glass: 'seek', hop: 7 }, { glass: 'nonsense' }, { glass: 'lang', lang: 'tlh' }]) await say(page, odd)
  await expect(inside.locator('#stage')).toContainText('A 9')
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0)
})

test('nothing runs before the page is scrolled to, and it stops when it is scrolled away', async ({ page }) => {
  await article(page, 'from=A9&lang=en&theme=dark&speed=1', 2000)
  const inside = page.frameLocator('iframe')
  await expect(inside.getByText('A cluster is starting, right here in your browser.')).toHaveCount(1)
  await page.waitForLoadState('networkidle')
  expect(await heard(page)).toEqual([])
  await page.locator('iframe').scrollIntoViewIfNeeded()
  await expect.poll(() => heard(page)).toContainEqual({ glass: 'ready', lesson: 'rollout' })
  await expect(inside.locator('#stage')).toContainText('A 9')
  await inside.getByRole('button', { name: 'Play' }).click()
  await expect(inside.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.evaluate(() => scrollTo(0, 0))
  await expect.poll(() => page.frames()[1]!.evaluate(() => document.querySelector('button[aria-label="Play"]') !== null)).toBe(true)
})
