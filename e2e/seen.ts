import type { Locator, Page } from '@playwright/test'

interface Spot { readonly what: string; readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** The least contrast of something that is seen with what lies around it: the pixels of its box, whatever gave them their colours. */
const LEAST = 3

/** Words and glyphs in view whose box is of one colour on the screen, as it is painted; and how many were looked at. */
export async function unseen(page: Page): Promise<{ readonly looked: number; readonly unseen: readonly string[] }> {
  const spots = await page.evaluate(() => {
    const found: Spot[] = []
    const add = (what: string, element: Element, box: DOMRect) => {
      const { left, top, width, height } = box
      if (width < 5 || height < 7 || left < 0 || top < 0 || left + width > innerWidth || top + height > innerHeight) return
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return
      for (let one: Element | null = element; one !== null; one = one.parentElement) if (Number(getComputedStyle(one).opacity) < .9) return
      const over = document.elementFromPoint(left + width / 2, top + height / 2)
      if (over === null || !(over.contains(element) || element.contains(over))) return
      found.push({ what, x: left, y: top, width, height })
    }
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
      // A dot between two words says nothing.
      if (!/[\p{L}\p{N}\p{S}]/u.test(node.textContent!) || node.parentElement!.closest('option, script, style, noscript, .hidden-visually') !== null) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      add(`“${node.textContent!.trim().slice(0, 40)}”`, node.parentElement!, range.getClientRects()[0] ?? new DOMRect())
    }
    for (const svg of document.querySelectorAll('svg')) add(`glyph in ${svg.parentElement!.outerHTML.replaceAll(/ class="[^"]*"/g, '').slice(0, 80)}`, svg, svg.getBoundingClientRect())
    return found
  })
  const contrasts = await contrastsOf(page, spots)
  return { looked: spots.length, unseen: spots.filter((_, index) => contrasts[index]! < LEAST).map(({ what }) => what) }
}

/** The contrast between the lightest and the darkest pixel of each box. */
async function contrastsOf(page: Page, spots: readonly Spot[]): Promise<readonly number[]> {
  const png = (await page.screenshot()).toString('base64')
  return page.evaluate(async ({ data, boxes }) => {
    const image = new Image()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight })
    const ctx = canvas.getContext('2d', { willReadFrequently: true })!
    ctx.drawImage(image, 0, 0)
    const scale = image.naturalWidth / innerWidth
    const linear = (part: number) => (part <= 10 ? part / 255 / 12.92 : ((part / 255 + .055) / 1.055) ** 2.4)
    return boxes.map(({ x, y, width, height }) => {
      const { data: pixels } = ctx.getImageData(Math.round(x * scale), Math.round(y * scale), Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
      let [least, most] = [1, 0]
      for (let i = 0; i < pixels.length; i += 4) {
        const light = .2126 * linear(pixels[i]!) + .7152 * linear(pixels[i + 1]!) + .0722 * linear(pixels[i + 2]!)
        least = Math.min(least, light)
        most = Math.max(most, light)
      }
      return (most + .05) / (least + .05)
    })
  }, { data: png, boxes: spots })
}

/** What is left of each picture in two colours, as a text: its ground and what stands out from it. */
export async function shapes(page: Page, clips: readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[]): Promise<readonly string[]> {
  const png = (await page.screenshot()).toString('base64')
  return page.evaluate(async ({ data, boxes }) => {
    const image = new Image()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 16 })
    const ctx = canvas.getContext('2d', { willReadFrequently: true })!
    return boxes.map(({ x, y, width, height }) => {
      ctx.drawImage(image, x, y, width, height, 0, 0, 16, 16)
      const { data: pixels } = ctx.getImageData(0, 0, 16, 16)
      let shape = ''
      for (let i = 0; i < pixels.length; i += 4) shape += pixels[i]! + pixels[i + 1]! + pixels[i + 2]! > 382 ? '1' : '0'
      return shape
    })
  }, { data: png, boxes: clips })
}

/** The colours that a canvas holds where it is not see-through at all, as hex. */
export const coloursOf = (canvas: Locator): Promise<readonly string[]> => canvas.evaluate((element: HTMLCanvasElement) => {
  const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height)
  const found = new Set<string>()
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) found.add(`#${[data[i]!, data[i + 1]!, data[i + 2]!].map((part) => part.toString(16).padStart(2, '0')).join('')}`)
  return [...found].sort()
})

/** What the system's colours are now, as hex. */
export const systemColours = (page: Page, names: readonly string[]): Promise<readonly string[]> => page.evaluate((all) => all.map((name) => {
  const probe = document.body.appendChild(document.createElement('b'))
  probe.style.cssText = `forced-color-adjust: none; color: ${name}`
  const [r = 0, g = 0, b = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(Number)
  probe.remove()
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}).sort(), names)
