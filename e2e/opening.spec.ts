import { expect, test } from '@playwright/test'

for (const lang of ['en', 'zh'])
  test(`engine and texts are on their way before the page's own code and style have arrived (${lang})`, async ({ page }) => {
    const missing = new Set(['worker', lang])
    let goOn = (): void => {}
    const begun = new Promise<void>((resolve) => { goOn = resolve })
    page.on('request', (request) => {
      missing.delete(/\/assets\/(\w+)-[^/]+\.js$/.exec(request.url())?.[1] ?? '')
      if (missing.size === 0) goOn()
    })
    // These come only when both were asked for: a document that waits for them first would wait for ever.
    await page.route(/\/assets\/index-[^/]+\.(js|css)$/, async (route) => {
      await begun
      await route.continue()
    })
    await page.goto(`./?lang=${lang}`)
    await expect(page.locator('[data-hash]:not([data-hash=""])')).toBeAttached()
  })
