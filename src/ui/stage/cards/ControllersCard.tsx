import { memo } from 'react'
import { KindGlyph } from '../../glyphs/KindGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { useEntities, useSession, useView } from '../../store/glass.ts'
import { useActing } from '../acting.ts'
import { controllerTitle, visibleControllers } from '../controller-chips.ts'
import styles from './cards.module.css'

const CHIPS = 8

export const ControllersCard = memo(function ControllersCard() {
  const t = useText()
  const ids = useEntities(entities => entities.controllers)
  const names = ids.map(id => id.slice('controller/'.length))
  const shown = visibleControllers(names, CHIPS)
  const rest = names.filter(name => !shown.includes(name))
  return (
    <div className={styles.card} data-thing="controller-manager" data-act={useActing('controller-manager', true)}>
      <div className={styles.head}><KindGlyph kind="controller" /><b>kube-controller-manager</b><span className={styles.side}>{ids.length > 0 ? t('box.leader') : ''}</span></div>
      <div className={styles.chips}>
        {shown.map(name => <Chip key={name} name={name} />)}
        {rest.length > 0 && <Rest names={rest} />}
      </div>
    </div>
  )
})

function Chip({ name }: { readonly name: string }) {
  const t = useText()
  const view = useView('controller', `controller/${name}`)
  const act = useActing(`controller-manager/${name}`)
  if (view === undefined) return null
  const state = view.paused ? 'paused' : view.busy.length > 0 ? 'busy' : 'idle'
  return (
    <span className={styles.chip} data-thing={view.id} data-state={state} data-act={act} title={view.busy.join(', ') || undefined}>
      {controllerTitle(name)}
      {view.queued > 0 && <i className={styles.badge} title={t('box.queued', { count: view.queued })} style={{ fontStyle: 'normal' }}>{view.queued}</i>}
    </span>
  )
}

function Rest({ names }: { readonly names: readonly string[] }) {
  const t = useText()
  const busy = useEntities(({ views }) => names.filter(name => { const view = views.get(`controller/${name}`); return view?.kind === 'controller' && view.busy.length > 0 }).join(','))
  const act = useSession(({ focus }) => (focus !== undefined && names.some(name => focus.from === `controller-manager/${name}` || focus.to === `controller-manager/${name}`) ? focus.verb : undefined))
  const first = busy.split(',')[0] ?? ''
  return <span className={styles.more} data-state={busy === '' ? 'idle' : 'busy'} data-act={act}>{busy === '' ? t('box.more', { count: names.length }) : controllerTitle(first)}</span>
}
