import { memo, useMemo, useRef, type KeyboardEvent } from 'react'
import { useAskWhy } from '../actions/ask-why.ts'
import { useText } from '../i18n/text.ts'
import { useEngine, useEntities, useEntity, useSession } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import { zoomInto } from '../inside/zoom.ts'
import { mirrorItems, mirrorLabel, type MirrorItem } from './mirror-items.ts'
import styles from './stage.module.css'
import { objectOf } from './thing.ts'

/** The picture as a tree: one tab stop, arrows walk, Space selects, Enter goes inside (or selects), W asks why, X breaks. The ring is drawn on the picture. */
export const Mirror = memo(function Mirror() {
  const t = useText()
  const engine = useEngine()
  const store = useStageStore()
  const askWhy = useAskWhy()
  const list = useRef<HTMLUListElement>(null)
  const etcd = useEntities(entities => entities.etcd)
  const controllers = useEntities(entities => entities.controllers)
  const limbo = useEntities(entities => entities.limbo)
  const nodes = useEntities(entities => entities.nodes)
  const podsOn = useEntities(entities => entities.podsOn)
  const focused = useStageUi(ui => ui.focused)
  const items = useMemo(() => mirrorItems({ etcd, controllers, limbo, nodes, podsOn }, engine.entities.getState().views), [engine, etcd, controllers, limbo, nodes, podsOn])
  const current = items.some(item => item.thing === focused) ? focused : (items[0]?.thing ?? '')

  const goTo = (index: number) => {
    const item = items[Math.min(items.length - 1, Math.max(0, index))]
    if (item === undefined) return
    store.setState({ focused: item.thing, ring: true })
    list.current?.querySelector<HTMLElement>(`[data-mirror="${CSS.escape(item.thing)}"]`)?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const at = items.findIndex(item => item.thing === current)
    const level = items[at]?.level ?? 1
    const next = {
      ArrowDown: at + 1, ArrowUp: at - 1,
      ArrowRight: items[at + 1] !== undefined && (items[at + 1]?.level ?? 0) > level ? at + 1 : at,
      ArrowLeft: items.findLastIndex((item, i) => i < at && item.level < level),
      Home: 0, End: items.length - 1,
    }[event.key]
    if (next !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      goTo(next < 0 ? at : next)
    } else if (event.key === 'Enter' || event.key === ' ') {
      const object = objectOf(engine.entities.getState(), current)
      if (event.key === 'Enter' && zoomInto(store, current, engine.entities.getState(), true)) store.setState({ ring: false })
      else if (object !== undefined) engine.command({ do: 'select', object })
      event.preventDefault()
      event.stopPropagation()
    } else if (event.key === 'w' || event.key === 'W') {
      const object = objectOf(engine.entities.getState(), current)
      askWhy({ object, effects: event.shiftKey })
      event.stopPropagation()
    } else if (event.key === 'x' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const picture = document.querySelector(`#stage [data-thing="${CSS.escape(current.split('#')[0] ?? '')}"]`)
      const box = picture?.getBoundingClientRect()
      store.setState({ poke: { thing: current, x: (box?.left ?? innerWidth / 2) + (box?.width ?? 0) / 2, y: (box?.top ?? innerHeight / 2) + (box?.height ?? 0) / 2 } })
      event.preventDefault()
      event.stopPropagation()
    }
  }
  return (
    <ul ref={list} role="tree" aria-label={t('tree.title')} className={styles.tree} onKeyDown={onKeyDown} onFocus={() => store.setState({ ring: true })} onBlur={() => store.setState({ ring: false })}>
      {items.map(item => <Row key={item.thing} {...item} current={item.thing === current} />)}
    </ul>
  )
})

interface RowProps extends MirrorItem { readonly current: boolean }

/** Wakes for its own thing only: at each frame some of a thousand rows have something else to say. */
const Row = memo(function Row(props: RowProps) {
  return props.thing === 'etcd' ? <StoreRow {...props} /> : <Words {...props} revision={0} />
})

function StoreRow(props: RowProps) {
  return <Words {...props} revision={useSession(session => session.clock.revision)} />
}

function Words({ thing, level, count, current, revision }: RowProps & { readonly revision: number }) {
  const t = useText()
  const view = useEntity(thing.split('#')[0] ?? '')
  return <li role="treeitem" aria-level={level} aria-selected={current} tabIndex={current ? 0 : -1} data-mirror={thing}>{mirrorLabel({ thing, level, count }, view, revision, t)}</li>
}
