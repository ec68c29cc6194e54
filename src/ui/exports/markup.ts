/** Text as it may stand in SVG: names from the cluster are text, never markup. */
export const escaped = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

type Value = string | number | undefined

/** One element; attributes without a value are left out, and numbers keep two digits. */
export function tag(name: string, attributes: Readonly<Record<string, Value>>, children = ''): string {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(typeof value === 'number' ? String(Math.round(value * 100) / 100) : value)}"`])).join('')
  return children === '' ? `<${name}${given}/>` : `<${name}${given}>${children}</${name}>`
}

export const svgDocument = (width: number, height: number, title: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${tag('svg', { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`, role: 'img' }, `<title>${escaped(title)}</title>${body}`)}\n`

/** A custom property of the page, as its theme has it now. */
export const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** The fonts of the page, for an attribute of a file. */
export const font = (name: '--sans' | '--mono'): string => token(name).replaceAll('"', "'")

/** `var(--x)` by what it stands for: a file has no page around it. */
export const resolved = (text: string): string => text.replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => token(name))
