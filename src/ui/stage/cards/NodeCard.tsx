import { memo } from 'react'
import type { AgentView, NodeView } from '../../../protocol/index.ts'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { PodGlyph } from '../../glyphs/PodGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { isSystem } from '../../store/entities.ts'
import { useEntities, useView } from '../../store/glass.ts'
import { useActing } from '../acting.ts'
import { nodeHatch, nodeStateKey, systemName } from '../pod-state.ts'
import styles from './node.module.css'
import { PodTile } from './PodTile.tsx'

export interface NodeCardProps { readonly name: string; readonly width: number; readonly height: number; readonly phone?: boolean }

const AGENTS: readonly AgentView['agent'][] = ['kubelet', 'proxy', 'runtime', 'cni']
const TITLES: Readonly<Record<AgentView['agent'], string>> = { kubelet: 'kubelet', proxy: 'proxy', runtime: 'containerd', cni: 'cni' }
const NONE: readonly string[] = []

export const NodeCard = memo(function NodeCard({ name, width, height, phone = false }: NodeCardProps) {
  const node = useView('node', `node/${name}`)
  const act = useActing(`node/${name}`, true)
  const ids = useEntities(entities => entities.podsOn.get(name) ?? NONE)
  const systemKey = useEntities(({ views }) => ids.filter(id => { const pod = views.get(id); return pod?.kind === 'pod' && isSystem(pod) }).join(' '))
  if (node === undefined) return null
  const system = systemKey === '' ? NONE : systemKey.split(' ')
  const own = ids.filter(id => !system.includes(id))
  return (
    <div className={phone ? styles.phone : styles.node} data-thing={node.id} data-state={nodeHatch(node)} data-act={act}>
      <Head node={node} cidr={width > 230} />
      <div className={styles.agents}>{AGENTS.map(agent => <Agent key={agent} node={name} agent={agent} />)}</div>
      <Seats node={node} ids={own} room={height - (phone ? 104 : 116)} phone={phone} />
      {system.length > 0 && !phone && <div className={styles.system}>{system.map(id => <SystemPod key={id} id={id} />)}</div>}
    </div>
  )
})

export const PlaneCard = memo(function PlaneCard({ name }: { readonly name: string }) {
  const t = useText()
  const node = useView('node', `node/${name}`)
  const act = useActing(`node/${name}`, true)
  const ids = useEntities(entities => entities.podsOn.get(name) ?? NONE)
  if (node === undefined) return null
  return (
    <div className={styles.plane} data-thing={node.id} data-state={nodeHatch(node)} data-act={act}>
      <Head node={node} cidr={false} />
      <div className={styles.agents}>{AGENTS.map(agent => <Agent key={agent} node={name} agent={agent} bare />)}</div>
      <p className={styles.planeNote}>{t('node.controlPlane')}</p>
      {ids.length > 0 && <div className={styles.system}><span className={styles.sys}>{t('node.system', { count: ids.length })}</span></div>}
    </div>
  )
})

function Head({ node, cidr }: { readonly node: NodeView; readonly cidr: boolean }) {
  const t = useText()
  const ready = node.powered && node.ready === 'True'
  return (
    <div className={styles.head}>
      <KindGlyph kind="node" /><b>{node.name}</b>
      <span className={styles.state}><PodGlyph fill={ready ? 'ready' : node.powered && node.ready === 'False' ? 'failed' : node.registered ? 'unknown' : 'pending'} size={13} />{t(nodeStateKey(node))}</span>
      {cidr && <span className={styles.cidr}>{node.podCidr}</span>}
    </div>
  )
}

function Agent({ node, agent, bare = false }: { readonly node: string; readonly agent: AgentView['agent']; readonly bare?: boolean }) {
  const view = useView('agent', `agent/${node}/${agent}`)
  const act = useActing(`node/${node}/${agent}`)
  return (
    <span className={styles.agent} data-thing={`agent/${node}/${agent}`} data-up={view?.up ?? true} data-act={act} title={bare ? TITLES[agent] : view?.doing || undefined}>
      <KindGlyph kind={agent} size={15} />{bare ? '' : TITLES[agent]}
    </span>
  )
}

/** Big tiles while they fit, then rows; a Pod's slot decides where it stands, so a leaving one leaves a gap. */
function Seats({ node, ids, room, phone }: { readonly node: NodeView; readonly ids: readonly string[]; readonly room: number; readonly phone: boolean }) {
  const t = useText()
  const slotKey = useEntities(({ views }) => ids.map(id => { const pod = views.get(id); return pod?.kind === 'pod' ? pod.slot : 0 }).join(' '))
  const slots = new Map(slotKey.split(' ').map((slot, at) => [ids[at] ?? '', Number(slot)]))
  const most = ids.reduce((high, id) => Math.max(high, (slots.get(id) ?? 0) + 1), 0)
  const columns = phone ? 1 : 2
  const dense = phone || room < 67 || most > 2 * Math.max(1, Math.floor((room + 6) / 70))
  const fit = Math.max(1, Math.floor((room + 5) / (phone ? 39 : dense ? 34 : 70))) * columns
  // The last place is taken by the number of those who have none; where there is only one, it stands beside it.
  const beside = most > fit && fit === 1
  const shown = ids.filter(id => (slots.get(id) ?? 0) < (most > fit ? Math.max(1, fit - 1) : fit))
  const cpu = Math.max(0, node.cpuMilli.allocatable - node.cpuMilli.requested)
  return (
    <div className={styles.pods} data-dense={dense} style={beside ? { gridTemplateColumns: '1fr auto' } : undefined}>
      {shown.map(id => <PodTile key={id} id={id} slot={slots.get(id) ?? 0} columns={columns} shape={dense ? 'row' : 'tile'} />)}
      {ids.length > shown.length && <span className={styles.free} style={beside ? { gridColumn: 2, gridRow: 1, padding: '0 8px' } : { gridColumn: columns, gridRow: fit / columns }}>{t('node.more', { count: ids.length - shown.length })}</span>}
      {!phone && most < fit && node.registered && node.powered && (
        <span className={styles.free} style={{ gridColumn: (most % columns) + 1, gridRow: Math.floor(most / columns) + 1 }}>
          {cpu >= 100 ? <><i>{t('node.room')}</i><b>{t('node.cpu', { cpu: (Math.floor(cpu / 100) / 10).toFixed(1) })}</b></> : t('node.full')}
        </span>
      )}
    </div>
  )
}

function SystemPod({ id }: { readonly id: string }) {
  const pod = useView('pod', id)
  if (pod === undefined) return null
  return <span className={styles.sys} data-thing={id} title={`${pod.name} · ${pod.status}`}><PodGlyph fill={pod.fill} progress={pod.progress} terminating={pod.terminating} size={12} />{systemName(pod)}</span>
}
