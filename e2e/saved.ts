import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'

export interface Saved { readonly name: string; readonly bytes: Buffer }

/** Saves by the dock's button, in English or Chinese, and reads the file as the visitor would find it. */
export async function save(page: Page, what: string): Promise<Saved> {
  await page.getByRole('button', { name: /^(Save as a picture or a diagram|存成图片或图表)$/ }).click()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: what, exact: true }).click()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

/** A picture as the browser draws it: its size, its first pixel, and how often each colour was met ('r,g,b', every seventh pixel). */
export async function drawn(page: Page, png: Buffer): Promise<{ readonly width: number; readonly height: number; readonly first: readonly number[]; readonly colours: ReadonlyMap<string, number> }> {
  const { counts, ...seen } = await page.evaluate(async (data) => {
    const image = new Image()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    const ctx = canvas.getContext('2d')!
    ctx.drawImage(image, 0, 0)
    const { data: pixels } = ctx.getImageData(0, 0, canvas.width, canvas.height)
    const colours = new Map<string, number>()
    for (let i = 0; i < pixels.length; i += 4 * 7) {
      const colour = [pixels[i], pixels[i + 1], pixels[i + 2]].join()
      colours.set(colour, (colours.get(colour) ?? 0) + 1)
    }
    return { width: canvas.width, height: canvas.height, first: [...pixels.slice(0, 3)], counts: [...colours] }
  }, png.toString('base64'))
  return { ...seen, colours: new Map(counts) }
}
