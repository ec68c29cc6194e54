import type { PodView, StageMoment, View } from '../../protocol/index.ts'
import { layout } from '../stage/layout.ts'
import { packetPath, pointAlong } from '../stage/packet-path.ts'
import type { Box, StagePlan } from '../stage/plan.ts'

const SIZE = { width: 792, height: 572 }
const CAPTION = { en: 30, zh: 54 } as const
const PODS_MOST = 12

/**
 * One recorded moment of a run as a drawing without a program: what an embedding page shows until it is touched. `words` is the caption in both languages.
 * Colours are the page's own custom properties, so that it follows the theme.
 */
export function posterOf(moment: StageMoment, words: { readonly en: string; readonly zh: string }): string {
  const views = moment.views
  const of = <Kind extends View['kind']>(kind: Kind) => views.filter((view): view is Extract<View, { kind: Kind }> => view.kind === kind)
  const nodes = of('node').sort((a, b) => Number(a.controlPlane) - Number(b.controlPlane) || a.slot - b.slot)
  const plan = layout({
    etcd: of('etcd').map(({ name }) => name).sort(), controllers: of('controller').map(({ name }) => name).sort(), nodes: nodes.map(({ name, slot, controlPlane }) => ({ name, slot, controlPlane })),
  }, SIZE, 'wide')
  const pods = of('pod').filter(one => !isSystem(one))
  const parts = [
    `<text x="24" y="${CAPTION.en}" ${sized(words.en, 17, .56)} font-weight="640">${text(words.en)}</text>`, `<text x="24" y="${CAPTION.zh}" ${sized(words.zh, 14, 1)} fill="var(--t2)" lang="zh-CN">${text(words.zh)}</text>`,
    ...plan.lines.map(({ kind, from, to }) => kind === 'store'
      ? [-6, 6].map(shift => `<path d="M${from.x + shift} ${from.y}V${to.y}" stroke="var(--v-raft)" stroke-width="2.2" opacity=".5"/>`).join('')
      : `<path d="M${from.x} ${from.y}L${to.x} ${to.y}" stroke="var(--v-${kind === 'watch' ? 'watch' : 'write'})" stroke-width="1.6" opacity=".3"${kind === 'watch' ? ' stroke-dasharray="4 4"' : ''}/>`),
    ...plan.boxes.map(box => boxOf(box, plan, views, pods)),
    ...moment.packets.flatMap(packet => {
      const path = packetPath(plan, packet.from, packet.to, packet.verb)
      if (path.length === 0) return []
      const at = pointAlong(path, packet.progress)
      return [packet.verb === 'watch' ? `<circle cx="${round(at.x)}" cy="${round(at.y)}" r="8" fill="var(--stage)" stroke="var(--v-watch)" stroke-width="3"/>` : `<rect x="${round(at.x - 10)}" y="${round(at.y - 7)}" width="20" height="14" rx="4" fill="var(--v-${packet.verb === 'raft' ? 'raft' : packet.verb === 'cri' ? 'cri' : 'write'})"/>`]
    }),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${plan.width} ${plan.height}" role="img" aria-label="${text(summary(moment, pods))}" font-family="Inter, system-ui, sans-serif" fill="var(--text)">${parts.join('')}</svg>\n`
}

function boxOf(box: Box, plan: StagePlan, views: readonly View[], pods: readonly PodView[]): string {
  const { x, y, width, height } = box
  const frame = (more: string) => `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" ${more}/>`
  const title = (words: string, more = '') => `<text x="${x + 14}" y="${y + 24}" font-size="13" font-weight="650"${more}>${text(words)}</text>`
  const plain = frame('fill="var(--panel)" stroke="var(--line)"')
  switch (box.kind) {
    case 'etcd': return `${frame('fill="color-mix(in srgb, var(--v-raft) 9%, var(--panel))" stroke="var(--v-raft)"')}${title('etcd')}${views.flatMap(view => (view.kind === 'etcd' ? [view] : [])).map((member, row) => `<text x="${x + 14}" y="${y + 48 + row * 22}" font-size="11.5">${text(member.name)}${member.role === 'leader' ? ' ★' : ''}</text><text x="${x + width - 14}" y="${y + 48 + row * 22}" text-anchor="end" font-size="11" fill="var(--t3)">${member.up ? `${member.lastIndex}` : '✕'}</text>`).join('')}`
    case 'controllers': return `${plain}${title('kube-controller-manager')}${plan.chips.slice(0, 6).map((name, index) => { const w = (width - 34) / 2; const [left, top] = [round(x + 14 + (index % 2) * (w + 6)), y + 34 + Math.floor(index / 2) * 23]; return `<rect x="${left}" y="${top}" width="${round(w)}" height="19" rx="6" fill="var(--stage)"/><text x="${left + 8}" y="${top + 13.5}" font-size="11" fill="var(--t2)">${text(name)}</text>` }).join('')}`
    case 'scheduler': return `${plain}${title('kube-scheduler')}${views.flatMap(view => (view.kind === 'scheduler' ? view.scores.slice(0, 3) : [])).map(({ node, score, chosen }, row) => `<text x="${x + 14}" y="${y + 48 + row * 20}" font-size="11"${chosen ? ' font-weight="680"' : ' fill="var(--t2)"'}>${text(node)}</text><text x="${x + width - 14}" y="${y + 48 + row * 20}" text-anchor="end" font-size="11" fill="var(--t2)">${score}</text>`).join('')}`
    case 'kubectl': return `${plain}${title('kubectl')}`
    case 'rail': return `${frame('fill="color-mix(in srgb, var(--k8s) 34%, var(--panel))" stroke="var(--k8s)" stroke-width="1.5"')}<text x="${x + 18}" y="${y + height / 2 + 5}" font-size="15" font-weight="680">kube-apiserver</text>`
    case 'tray': return `${frame('fill="none" stroke="var(--edge)" stroke-dasharray="5 5"')}${pods.filter(pod => pod.node === '' || pod.ghost).slice(0, PODS_MOST).map((pod, index) => podOf(pod, x + 14 + index * 30, y + 5, 18)).join('')}`
    case 'registry': return `${plain}<text x="${x + 14}" y="${y + height / 2 + 4}" font-size="11.5">registry</text>`
    case 'node': case 'plane': {
      const node = views.find((view): view is Extract<View, { kind: 'node' }> => view.kind === 'node' && `node/${view.name}` === box.id)
      const well = node?.powered === true && node.ready === 'True'
      const mine = pods.filter(pod => pod.node === node?.name && !pod.ghost).slice(0, PODS_MOST)
      const columns = Math.max(1, Math.floor((width - 20) / 38))
      return `${frame(`fill="var(--panel)" stroke="var(--line)"${well ? '' : ' stroke-dasharray="7 6"'}`)}${title(node?.name ?? '')}<text x="${x + 14}" y="${y + 42}" font-size="11" fill="var(--t2)">${well ? '✓ Ready' : '? not Ready'}</text>${mine.map((pod, index) => podOf(pod, x + 14 + (index % columns) * 38, y + 56 + Math.floor(index / columns) * 38, 28)).join('')}`
    }
  }
}

/** Fill first, hue second, as everywhere on the stage. */
function podOf({ fill, terminating }: PodView, x: number, y: number, size: number): string {
  const hue = `var(--s-${{ ready: 'ready', running: 'notready', creating: 'creating', failed: 'failed', pending: 'none', succeeded: 'none', unknown: 'none' }[fill]})`
  const share = { ready: 1, failed: 1, running: .5, creating: .25, pending: 0, succeeded: 0, unknown: 0 }[fill]
  const [cx, cy] = [x + size / 2, y + size / 2]
  const mark = fill === 'ready' ? `<path d="M${cx - size * .22} ${cy}l${size * .15} ${size * .15} ${size * .28}-${size * .3}" fill="none" stroke="var(--mark-ink)" stroke-width="2.4"/>` : fill === 'failed' ? `<path d="M${cx - 5} ${cy - 5}l10 10M${cx + 5} ${cy - 5}l-10 10" stroke="var(--mark-ink2)" stroke-width="2.4"/>` : ''
  return `<g${terminating ? ' opacity=".45"' : ''}><rect x="${x}" y="${y}" width="${size}" height="${size}" rx="7" fill="none" stroke="${hue}" stroke-width="2.5"${fill === 'pending' || fill === 'unknown' ? ' stroke-dasharray="5 4"' : ''}/>${share === 0 ? '' : `<rect x="${x}" y="${round(y + size * (1 - share))}" width="${size}" height="${round(size * share)}" rx="${share === 1 ? 7 : 2}" fill="${hue}"/>`}${mark}</g>`
}

/** A sentence on one line: a long one is smaller, and drawn together where that is not enough. `wide` is how wide a letter is for its height. */
function sized(words: string, most: number, wide: number): string {
  const room = SIZE.width - 48
  const size = Math.max(SMALLEST, Math.min(most, round(room / (words.length * wide))))
  return `font-size="${size}"${size === SMALLEST && words.length * wide * size * .9 > room ? ` textLength="${room}" lengthAdjust="spacingAndGlyphs"` : ''}`
}
const SMALLEST = 12

const summary = ({ revision }: StageMoment, pods: readonly PodView[]): string => `kube-apiserver, etcd rev ${revision}, ${pods.length} Pods, ${pods.filter(({ fill }) => fill === 'ready').length} Ready`
const isSystem = (pod: PodView): boolean => pod.static || pod.namespace.startsWith('kube-') || pod.namespace === 'local-path-storage'
const round = (value: number): number => Math.round(value * 10) / 10
const text = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
