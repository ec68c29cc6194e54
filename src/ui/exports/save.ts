/** Twice as fine as the page, so that it stays sharp in a slide. Browsers refuse canvases beyond some size: a long picture is drawn less fine. */
const SCALE = 2
const SIDE_MOST = 16_000

export interface Picture { readonly svg: string; readonly width: number; readonly height: number }

export async function pngOf({ svg, width, height }: Picture): Promise<Blob> {
  const image = new Image()
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    image.src = address
    await image.decode()
    const scale = Math.min(SCALE, SIDE_MOST / Math.max(width, height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob>((resolve, reject) => canvas.toBlob(blob => (blob === null ? reject(new Error('the browser made no picture')) : resolve(blob)), 'image/png'))
  } finally {
    URL.revokeObjectURL(address)
  }
}

export function saved(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
