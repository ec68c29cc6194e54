import { parseTimeUs, type LabelSelector, type ObjectMeta, type Taint, type Toleration, selectorOf, selectorText } from '../../../api/index.ts'

// What many descriptions share, as text with tabs. Models the print… functions of kubectl's pkg/describe.

type Pairs = Readonly<Record<string, string>> | undefined

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const ANNOTATION_MAX = 140

/** 'Title:\tfirst\n\tsecond\n'. */
export const listed = (title: string, values: readonly string[]): string => `${title}:\t${values.length === 0 ? '<none>' : values.join('\n\t')}\n`

export const keysOf = (pairs: object | undefined): string[] => Object.keys(pairs ?? {}).sort()

export const labelsBlock = (title: string, labels: Pairs): string => listed(title, keysOf(labels).map((key) => `${key}=${labels![key]}`))

export function annotationsBlock(title: string, annotations: Pairs): string {
  return listed(title, keysOf(annotations).filter((key) => key !== LAST_APPLIED).map((key) => {
    const value = annotations![key]!.replace(/\n$/, '')
    if (value.length + key.length + 2 <= ANNOTATION_MAX && !value.includes('\n')) return `${key}: ${value}`
    return `${key}:${value.split('\n').map((line) => `\n\t  ${line.length > ANNOTATION_MAX - 2 ? `${line.slice(0, ANNOTATION_MAX - 2)}...` : line}`).join('')}`
  }))
}

/** Name, namespace, labels and annotations. */
export function heading({ name, namespace, labels, annotations }: ObjectMeta, more = ''): string {
  return `Name:\t${name}\n${namespace === undefined ? '' : `Namespace:\t${namespace}\n`}${more}${labelsBlock('Labels', labels)}${annotationsBlock('Annotations', annotations)}`
}

/** The labels that a Service selects by, on one line. */
export const pairsText = (pairs: Pairs): string => keysOf(pairs).map((key) => `${key}=${pairs![key]}`).join(',') || '<none>'

export const selectorLine = (selector: LabelSelector | undefined): string => selectorText(selectorOf(selector)) || '<none>'

export function controlledBy({ ownerReferences }: ObjectMeta): string {
  const owner = ownerReferences?.find(({ controller }) => controller)
  return owner ? `Controlled By:\t${owner.kind}/${owner.name}\n` : ''
}

export const taintsBlock = (taints: readonly Taint[] | undefined): string => listed('Taints', [...(taints ?? [])]
  .sort((a, b) => (`${a.effect},${a.key}` < `${b.effect},${b.key}` ? -1 : 1)).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}`))

export const tolerationsBlock = (title: string, tolerations: readonly Toleration[] | undefined): string => listed(title, [...(tolerations ?? [])]
  .sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0)).map(tolerationText))

function tolerationText({ key = '', value, effect, operator, tolerationSeconds }: Toleration): string {
  const what = `${key}${value ? `=${value}` : ''}${effect ? `:${effect}` : ''}`
  return `${what}${operator === 'Exists' && !value ? `${what ? ' ' : ''}op=Exists` : ''}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
// 2026-01-01, from which virtual time counts, was a Thursday.
const WEEKDAYS = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const DAY_US = 86_400_000_000

/** RFC 1123 with a numeric zone. A time that is absent is Go's zero time. */
export function dateText(text: string | undefined): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(text ?? '') ?? []
  if (year === undefined) return 'Mon, 01 Jan 0001 00:00:00 +0000'
  return `${WEEKDAYS[((Math.floor(parseTimeUs(text) / DAY_US) % 7) + 7) % 7]}, ${day} ${MONTHS[Number(month) - 1]} ${year} ${time} +0000`
}
