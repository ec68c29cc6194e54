import { expect, test, type Page } from '@playwright/test'
import { CREATE, open, run, SET_IMAGE, soon, untilRest } from './page.ts'

/** Boxes of which no two may cover each other. */
const REGIONS = ['header:not(#story *)', '#story', '#stage', 'section[aria-label="Terminal and panels"]', 'aside', '#transport']
const CARDS = '#stage .react-flow__node'
const TILES = '#stage [data-thing^="pod/"]'

for (const [width, height] of [[1440, 900], [1280, 720]] as const) {
  for (const lang of ['en', 'zh'] as const) {
    test(`at ${width}x${height} nothing overlaps and no word is cut off: ${lang}`, async ({ page }) => {
      await page.setViewportSize({ width, height })
      await open(page, `speed=200&theme=dark&lang=${lang}`)
      await fits(page)
      await run(page, CREATE)
      await fits(page)
      await run(page, SET_IMAGE)
      await fits(page)
      await page.locator(TILES).first().click()
      for (const tab of await page.locator('aside [role="tab"]').all()) {
        await tab.click()
        await fits(page)
      }
      for (const tab of await page.locator('section [role="tab"]').all()) {
        await tab.click()
        await fits(page)
      }
    })
  }
}

for (const lang of ['en', 'zh'] as const) {
  test(`at 390x844 nothing overlaps and no word is cut off: ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`./?speed=200&theme=dark&lang=${lang}`)
    await expect(page.locator('[data-hash]')).not.toHaveAttribute('data-hash', '')
    await fits(page)
    await untilRest(page, () => page.locator('#story code + button').click())
    await fits(page)
    for (const tab of await page.locator('#story button[aria-pressed]').all()) {
      await tab.click()
      await fits(page)
    }
  })
}

test('the check sees a card that grew over its neighbour and a word that was cut', async ({ page }) => {
  await open(page, 'speed=200&theme=dark&lang=en')
  await page.addStyleTag({ content: '#stage [data-thing="scheduler"] { width: 60px !important; overflow: hidden !important } #stage .react-flow__node:has([data-thing="etcd"]) { width: 400px !important }' })
  const found = (await page.evaluate(misfits, { regions: REGIONS, cards: CARDS, tiles: TILES })).join('\n')
  expect(found).toContain('covers')
  expect(found).toContain('is cut off')
})

/** The page settles into its form: no picture moves any more, the stage has taken the room that a panel left it, and what is shown fits. */
async function fits(page: Page): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => undefined))))
  await soon(() => page.evaluate(misfits, { regions: REGIONS, cards: CARDS, tiles: TILES })).toEqual([])
}

/** Runs in the page. What scrolls may be longer than its box; what ends in an ellipsis was meant to; all else must fit. */
function misfits({ regions, cards, tiles }: { readonly regions: readonly string[]; readonly cards: string; readonly tiles: string }): string[] {
  const found: string[] = []
  const name = (one: Element) => `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ''} "${(one.textContent ?? '').trim().slice(0, 40)}"`
  const isSeen = (one: Element) => (one as HTMLElement).checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getBoundingClientRect().width > 1 && one.getBoundingClientRect().height > 1
  const overlap = (a: DOMRect, b: DOMRect) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5
  const apart = (all: readonly Element[]) => all.forEach((one, index) => {
    for (const other of all.slice(index + 1)) if (!one.contains(other) && !other.contains(one) && overlap(one.getBoundingClientRect(), other.getBoundingClientRect())) found.push(`${name(one)} covers ${name(other)}`)
  })
  const isPhone = innerWidth < 720
  // The sheet of a phone lies over the stage on purpose.
  apart(regions.flatMap((region) => [...document.querySelectorAll(region)]).filter((one) => isSeen(one) && !(isPhone && one.id === 'story')))
  apart([...document.querySelectorAll(cards)].filter(isSeen))
  apart([...document.querySelectorAll(tiles)].filter(isSeen))

  /** The nearest ancestor that cuts off what does not fit into it. */
  const cutter = (one: Element): Element | undefined => {
    for (let up: Element | null = one; up !== null; up = up.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(up)
      if (/auto|scroll/.test(`${overflowX}${overflowY}`)) return undefined
      if (overflowX === 'hidden' || overflowX === 'clip' || overflowY === 'hidden') return up
      if (position === 'fixed') return undefined
    }
    return undefined
  }
  const isShortened = (one: Element): boolean => [one, one.parentElement].some((each) => each !== null && (getComputedStyle(each).textOverflow === 'ellipsis' || getComputedStyle(each).webkitLineClamp !== 'none'))
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const box = text.parentElement
    if (box === null || !text.textContent?.trim() || box.closest('script, style, textarea, select, option, [role="tree"], .hidden-visually') || !isSeen(box) || isShortened(box)) continue
    const range = document.createRange()
    range.selectNodeContents(text)
    const words = range.getBoundingClientRect()
    if (words.width < 2) continue
    const edge = cutter(box)
    const room = edge?.getBoundingClientRect()
    if (room !== undefined && words.right > 0 && words.bottom > 0 && (words.left < room.left - 1.5 || words.right > room.right + 1.5 || words.top < room.top - 3 || words.bottom > room.bottom + 3) && !(isPhone && edge?.closest('#stage') !== null)) found.push(`${name(box)} is cut off by ${edge?.tagName.toLowerCase()}.${edge?.className.toString().slice(0, 40)}`)
  }
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push(`the page is ${document.documentElement.scrollWidth} px wide`)
  return [...new Set(found)]
}
