import { memo } from 'react'
import type { PodView } from '../../../protocol/index.ts'
import { refKey } from '../../../protocol/index.ts'
import { useAcceptInvitation } from '../../actions/invitation.ts'
import { PodGlyph } from '../../glyphs/PodGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useSession, useView } from '../../store/glass.ts'
import { imageName, podStateKey } from '../pod-state.ts'
import styles from './node.module.css'

export interface PodTileProps { readonly id: string; readonly shape: 'tile' | 'row'; readonly slot: number; readonly columns: number }

/** A Pod on its node; a dashed ghost while the node has not heard of it. Its slot in the grid stays its own. */
export const PodTile = memo(function PodTile({ id, shape, slot, columns }: PodTileProps) {
  const t = useText()
  const pod = useView('pod', id)
  const selected = useSession(session => pod !== undefined && session.selected?.name === pod.name && refKey(session.selected) === refKey(pod.ref))
  const invited = useSession(session => session.story?.invitation?.pods.some(one => one.id === id) === true)
  if (pod === undefined) return null
  const glyph = <PodGlyph fill={pod.ghost ? 'pending' : pod.fill} progress={pod.progress} terminating={pod.terminating} graceLeft={pod.grace > 0 ? pod.graceLeft / pod.grace : 0} size={shape === 'tile' ? 17 : 15} />
  const place = { gridColumn: (slot % columns) + 1, gridRow: Math.floor(slot / columns) + 1 }
  return (
    <div className={styles.pod} style={place} data-thing={id} data-ghost={pod.ghost} data-leaving={pod.terminating} data-lost={pod.fill === 'unknown'} data-selected={selected} data-invited={invited} title={`${pod.name} · ${pod.status}`}>
      {shape === 'tile'
        ? (
          <>
            <div className={styles.title}>{glyph}<b>{pod.shortName}</b><Restarts pod={pod} /></div>
            <div className={styles.image}><span>{imageName(pod.images[0] ?? '')}</span><Squares pod={pod} /></div>
            {invited && <Invited id={id} />}
            <div className={styles.foot}>{statusOf(pod, t(podStateKey(pod)))}</div>
          </>
        )
        : <div className={styles.line}>{glyph}<b>{pod.shortName}</b>{columns === 1 && <><span>{imageName(pod.images[0] ?? '')}</span><em>{t(podStateKey(pod))}</em>{invited && <Invited id={id} />}</>}<Restarts pod={pod} /></div>}
    </div>
  )
})

const statusOf = (pod: PodView, state: string) => (pod.ghost || pod.terminating ? state : pod.ip !== '' && (pod.fill === 'ready' || pod.fill === 'running') ? pod.ip : pod.status || state)

/** The story's invitation, on the Pod itself. For the pointer: the story panel holds the same buttons for everybody. */
function Invited({ id }: { readonly id: string }) {
  const t = useText()
  const invite = useSession(({ story }) => story?.invitation?.invite)
  const meant = useSession(({ story }) => story?.invitation?.pods.find(one => one.id === id))
  const accept = useAcceptInvitation()
  if (invite === undefined || meant === undefined) return null
  return <button type="button" tabIndex={-1} className={styles.invited} onClick={event => { event.stopPropagation(); accept(invite, meant) }}>{t(`pod.invite.${invite}`)}</button>
}

function Restarts({ pod }: { readonly pod: PodView }) {
  return pod.restarts > 0 ? <em>↻{pod.restarts}</em> : null
}

function Squares({ pod }: { readonly pod: PodView }) {
  return <span className={styles.squares}>{pod.containers.slice(0, 4).map(one => <i key={one.name} className={styles.square} data-state={one.state === 'running' && one.ready ? 'ready' : one.state} />)}</span>
}
