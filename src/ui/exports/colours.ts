export interface Ink { readonly fill: string; readonly opacity: number }

/** Any colour that the browser computes (also `color(srgb …)` of a mixture) as a plain hex and an opacity; undefined when nothing of it is seen. */
export function createInks(): (colour: string) => Ink | undefined {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const ctx = canvas.getContext('2d', { willReadFrequently: true })!
  const known = new Map<string, Ink | undefined>()
  return colour => {
    if (known.has(colour)) return known.get(colour)
    ctx.clearRect(0, 0, 1, 1)
    ctx.fillStyle = 'rgba(0,0,0,0)'
    ctx.fillStyle = colour
    ctx.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0, a = 0] = ctx.getImageData(0, 0, 1, 1).data
    const ink = a === 0 ? undefined : { fill: `#${[r, g, b].map(one => one.toString(16).padStart(2, '0')).join('')}`, opacity: Math.round(a / 2.55) / 100 }
    known.set(colour, ink)
    return ink
  }
}
