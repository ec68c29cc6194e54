import { createInks, type Ink } from './colours.ts'
import { escaped, resolved, tag } from './markup.ts'

interface Area { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/**
 * What stands on the page as SVG shapes and texts, box by box: backgrounds, borders, rings, hatching, nested SVGs and lines of text with the widths
 * that they have here. It knows what our cards use of CSS and no more.
 */
export function createTranslation(home: Element) {
  const inks = createInks()
  const measure = document.createElement('canvas').getContext('2d')!
  const origin = home.getBoundingClientRect()
  const defs: string[] = []
  const definition = (make: (id: string) => string): string => {
    const id = `d${defs.length}`
    defs.push(make(id))
    return `url(#${id})`
  }

  function element(node: Element, clip: Area | undefined): string {
    const style = getComputedStyle(node)
    if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return ''
    const box = node.getBoundingClientRect()
    if (node.tagName.toLowerCase() === 'svg') return nested(node as SVGSVGElement, box, style)
    const own = boxOf(box)
    const hides = style.overflowX !== 'visible' || style.display === '-webkit-box'
    const inner = hides ? meet(clip, own) : clip
    const cut = hides && (node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1)
    let children = ''
    for (const child of node.childNodes) children += child.nodeType === Node.ELEMENT_NODE ? element(child as Element, inner) : child.nodeType === Node.TEXT_NODE ? text(child as Text, style, inner) : ''
    if (cut && children !== '') children = tag('g', { 'clip-path': definition(id => tag('clipPath', { id }, tag('rect', { x: own.left, y: own.top, width: box.width, height: box.height, rx: radius(style, box) }))) }, children)
    const thing = (node as HTMLElement).dataset['thing']
    const name = thing !== undefined && (node as HTMLElement).title !== '' ? `<title>${escaped((node as HTMLElement).title)}</title>` : ''
    const body = name + painted(style, own, box) + children
    if (body === '') return ''
    const opacity = Number(style.opacity)
    return thing !== undefined || opacity < 1 ? tag('g', { 'data-thing': thing, opacity: opacity < 1 ? opacity : undefined }, body) : body
  }

  function painted(style: CSSStyleDeclaration, own: Area, box: DOMRect): string {
    const shape = { x: own.left, y: own.top, width: box.width, height: box.height, rx: radius(style, box) }
    const inset = style.boxShadow.includes('inset')
    let out = inset ? '' : ring(style, own, box)
    const background = inks(style.backgroundColor)
    if (background !== undefined) out += tag('rect', { ...shape, ...filled(background) })
    const image = style.backgroundImage
    if (image.startsWith('linear-gradient')) out += gradient(image, shape)
    else if (image.startsWith('repeating-linear-gradient')) out += hatch(image, shape)
    return out + border(style, own, box) + (inset ? ring(style, own, box) : '')
  }

  function border(style: CSSStyleDeclaration, own: Area, box: DOMRect): string {
    const width = Number.parseFloat(style.borderTopWidth)
    const ink = inks(style.borderTopColor)
    const even = [style.borderLeftWidth, style.borderRightWidth, style.borderBottomWidth].every(one => one === style.borderTopWidth)
    if (even) {
      if (!(width > 0) || ink === undefined || style.borderTopStyle === 'none') return ''
      const dash = style.borderTopStyle === 'dashed' ? `${width * 2.6} ${width * 2.2}` : undefined
      return tag('rect', { x: own.left + width / 2, y: own.top + width / 2, width: box.width - width, height: box.height - width, rx: Math.max(0, radius(style, box) - width / 2), fill: 'none', ...stroked(ink, width), 'stroke-dasharray': dash })
    }
    return (['Top', 'Bottom', 'Left', 'Right'] as const).map(side => {
      const wide = Number.parseFloat(style[`border${side}Width`])
      const colour = inks(style[`border${side}Color`])
      if (!(wide > 0) || colour === undefined || style[`border${side}Style`] === 'none') return ''
      const [x, y] = [side === 'Right' ? own.right - wide : own.left, side === 'Bottom' ? own.bottom - wide : own.top]
      return tag('rect', { x, y, width: side === 'Left' || side === 'Right' ? wide : box.width, height: side === 'Left' || side === 'Right' ? box.height : wide, ...filled(colour) })
    }).join('')
  }

  /** A shadow without blur is a ring, outside or inside. */
  function ring(style: CSSStyleDeclaration, own: Area, box: DOMRect): string {
    const [, colour, spread, inset] = /^(.*?) 0px 0px 0px ([\d.]+)px( inset)?/.exec(style.boxShadow) ?? []
    const ink = colour === undefined ? undefined : inks(colour)
    const wide = Number(spread)
    if (ink === undefined || !(wide > 0)) return ''
    const by = inset === undefined ? wide / 2 : -wide / 2
    return tag('rect', { x: own.left - by, y: own.top - by, width: box.width + 2 * by, height: box.height + 2 * by, rx: Math.max(0, radius(style, box) + by), fill: 'none', ...stroked(ink, wide) })
  }

  function gradient(image: string, shape: Readonly<Record<string, number>>): string {
    const stops = coloursIn(image).map(inks)
    const [from, to] = [stops[0], stops.at(-1)]
    if (from === undefined || to === undefined) return ''
    const across = image.includes('90deg')
    const fill = definition(id => tag('linearGradient', { id, x1: 0, y1: 0, x2: across ? 1 : 0, y2: across ? 0 : 1 }, tag('stop', { 'offset': 0, 'stop-color': from.fill, 'stop-opacity': from.opacity }) + tag('stop', { 'offset': 1, 'stop-color': to.fill, 'stop-opacity': to.opacity })))
    return tag('rect', { ...shape, fill })
  }

  /** Hatched: nothing is known, or something is leaving. */
  function hatch(image: string, shape: Readonly<Record<string, number>>): string {
    const ink = coloursIn(image).map(inks).find(one => one !== undefined)
    const step = Math.max(...[...image.matchAll(/([\d.]+)px/g)].map(match => Number(match[1])))
    if (ink === undefined || !(step > 0)) return ''
    const fill = definition(id => tag('pattern', { id, width: step, height: step, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, tag('rect', { width: 2, height: step, ...filled(ink) })))
    return tag('rect', { ...shape, fill })
  }

  function nested(node: SVGSVGElement, box: DOMRect, style: CSSStyleDeclaration): string {
    const copy = node.cloneNode(true) as SVGSVGElement
    for (const one of [copy, ...copy.querySelectorAll('*')]) for (const name of ['class', 'style', 'aria-hidden', 'xmlns']) one.removeAttribute(name)
    const { left, top } = boxOf(box)
    const inner = [...copy.childNodes].map(one => (one.nodeType === Node.ELEMENT_NODE ? new XMLSerializer().serializeToString(one) : '')).join('').replaceAll(' xmlns="http://www.w3.org/2000/svg"', '')
    return tag('svg', { x: left, y: top, width: box.width, height: box.height, viewBox: node.getAttribute('viewBox') ?? undefined, fill: node.getAttribute('fill') ?? undefined, stroke: node.getAttribute('stroke') ?? undefined, 'stroke-width': node.getAttribute('stroke-width') ?? undefined, 'stroke-linecap': node.getAttribute('stroke-linecap') ?? undefined, 'stroke-linejoin': node.getAttribute('stroke-linejoin') ?? undefined }, resolved(inner).replaceAll('currentColor', inks(style.color)?.fill ?? '#000'))
  }

  /** Line by line, where the browser broke it; what an edge cuts ends with an ellipsis. */
  function text(node: Text, style: CSSStyleDeclaration, clip: Area | undefined): string {
    const ink = inks(style.color)
    if (ink === undefined || node.data.trim() === '') return ''
    const range = document.createRange()
    const lines: { top: number; left: number; right: number; height: number; text: string }[] = []
    let cut = false
    for (let i = 0; i < node.data.length; i++) {
      range.setStart(node, i)
      range.setEnd(node, i + 1)
      const box = range.getBoundingClientRect()
      if (box.width === 0 && box.height === 0) continue
      const { left, top, right, bottom } = boxOf(box)
      if (clip !== undefined && (top < clip.top - 2 || bottom > clip.bottom + 2)) { cut = true; continue }
      if (clip !== undefined && right > clip.right + 1) { cut = true; continue }
      const line = lines.at(-1)
      if (line !== undefined && Math.abs(line.top - top) < 2) { line.text += node.data[i]!; line.right = right }
      else lines.push({ top, left, right, height: box.height, text: node.data[i]! })
    }
    const last = lines.at(-1)
    if (last !== undefined && cut) last.text = `${last.text.trimEnd().slice(0, -1)}…`
    measure.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = measure.measureText('Mg')
    return lines.map(line => {
      const words = line.text.replaceAll(/\s+/g, ' ').trimEnd()
      if (words.trim() === '') return ''
      return tag('text', {
        'x': line.left, 'y': line.top + (line.height - up - down) / 2 + up, 'font-family': style.fontFamily.replaceAll('"', "'"), 'font-size': style.fontSize, 'font-weight': style.fontWeight === '400' ? undefined : style.fontWeight, 'fill': ink.fill,
        'fill-opacity': ink.opacity < 1 ? ink.opacity : undefined, 'text-decoration': style.textDecorationLine.includes('line-through') ? 'line-through' : undefined, 'xml:space': 'preserve',
        'textLength': words.endsWith('…') || words.length < 2 ? undefined : Math.max(1, line.right - line.left - spaceAtEnd(line.text)), 'lengthAdjust': words.length < 2 ? undefined : 'spacingAndGlyphs',
      }, escaped(words))
    }).join('')
  }

  const spaceAtEnd = (line: string): number => measure.measureText(line).width - measure.measureText(line.trimEnd()).width
  const boxOf = (box: DOMRect): Area => ({ left: box.left - origin.left, top: box.top - origin.top, right: box.right - origin.left, bottom: box.bottom - origin.top })
  return { of: (node: Element): string => element(node, undefined), defs: (): string => (defs.length === 0 ? '' : tag('defs', {}, defs.join(''))) }
}

const filled = (ink: Ink) => ({ 'fill': ink.fill, 'fill-opacity': ink.opacity < 1 ? ink.opacity : undefined })
const stroked = (ink: Ink, width: number) => ({ 'stroke': ink.fill, 'stroke-width': width, 'stroke-opacity': ink.opacity < 1 ? ink.opacity : undefined })
const radius = (style: CSSStyleDeclaration, box: DOMRect): number => Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.width / 2, box.height / 2)
const coloursIn = (image: string): readonly string[] => image.match(/(?:rgba?|color|oklab|oklch)\([^()]*\)/g) ?? []
const meet = (a: Area | undefined, b: Area): Area => (a === undefined ? b : { left: Math.max(a.left, b.left), top: Math.max(a.top, b.top), right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom) })
