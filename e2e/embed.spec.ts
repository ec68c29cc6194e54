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
  await inside.getByRole('button', { name: 'Start this cluster' }).click()
  await expect(inside.locator('#stage')).toContainText('B 8', { timeout: 60_000 })
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

test('only a drawing of a real run stands until it is touched; then the story begins, and it stops when it is scrolled away', async ({ page }) => {
  await article(page, 'lang=en&theme=dark&speed=1', 2000)
  const inside = page.frameLocator('iframe')
  await page.locator('iframe').scrollIntoViewIfNeeded()
  await expect(inside.getByRole('button', { name: 'Start this cluster' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(page.workers()).toHaveLength(0)
  expect(await heard(page)).toEqual([{ glass: 'waiting' }])
  const drawing = inside.getByRole('img', { name: /^kube-apiserver, etcd rev \d+, 2 Pods, 0 Ready$/ })
  await expect(drawing).toContainText('The runtime, not the kubelet, calls flannel')
  await expect(drawing).toContainText('是运行时而不是 kubelet 调用 flannel')
  await expect(drawing).toContainText('node-c')
  await noAxeViolations(page)
  await inside.getByRole('button', { name: 'Start this cluster' }).press('Enter')
  await expect.poll(() => heard(page)).toContainEqual({ glass: 'ready', lesson: 'rollout' })
  await expect(inside.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.evaluate(() => scrollTo(0, 0))
  await expect.poll(() => page.frames()[1]!.evaluate(() => document.querySelector('button[aria-label="Play"]') !== null)).toBe(true)
})

test('the page around it can start it with a word, and the word is carried out', async ({ page }) => {
  await article(page, 'lang=zh&theme=light&speed=30&scenario=sandbox')
  const inside = page.frameLocator('iframe')
  await expect(inside.getByRole('button', { name: '启动这个集群' })).toBeVisible()
  await noAxeViolations(page)
  await say(page, { glass: 'lang', lang: 'en' })
  await expect.poll(() => heard(page)).toContainEqual(expect.objectContaining({ glass: 'ready' }))
  await expect(inside.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
})

test('a fleet has no drawing, and waits all the same', async ({ page }) => {
  await article(page, 'lang=en&theme=dark&scenario=fleet-400')
  const inside = page.frameLocator('iframe')
  await expect(inside.getByRole('button', { name: 'Start this cluster' })).toBeVisible()
  await expect(inside.getByRole('img')).toHaveCount(0)
  expect(page.workers()).toHaveLength(0)
})

test('the drawing is of the hop where the link begins: the engine says the same words there', async ({ page }) => {
  await article(page, 'from=B11&lang=en&theme=dark&speed=60')
  const inside = page.frameLocator('iframe')
  const drawing = inside.getByRole('img', { name: /^kube-apiserver, etcd rev \d+, \d+ Pods/ })
  await expect(inside.locator('small')).toHaveText('A picture of a run. Nothing runs until you start it. · begins at B 11')
  const told = await drawing.locator('text').first().textContent()
  await noAxeViolations(page)
  await inside.getByRole('button', { name: 'Start this cluster' }).click()
  await expect(inside.locator('#stage')).toContainText('B 11', { timeout: 60_000 })
  await expect(inside.locator('#stage section p').first()).toHaveText(told!)
})

test('where nobody has drawn what will be shown, the drawing says that it is of another moment', async ({ page }) => {
  await article(page, 'from=B11&seed=8&lang=en&theme=dark')
  const inside = page.frameLocator('iframe')
  await expect(inside.locator('small')).toHaveText('A picture of this scenario, and of another moment than the one where this begins. Nothing runs until you start it. · begins at B 11')
  await expect(inside.getByRole('img')).toHaveCount(1)
  await article(page, 'from=B99&lang=zh&theme=light')
  await expect(inside.locator('small')).toContainText('不是将要开始的那一刻')
  await noAxeViolations(page)
})
