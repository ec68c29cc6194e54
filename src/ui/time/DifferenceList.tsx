import type { AnswerTo, Difference } from '../../protocol/index.ts'
import { placeWords } from '../i18n/lesson-texts.ts'
import { useText, type TextKey } from '../i18n/text.ts'
import { useSettings } from '../store/glass.ts'
import controls from '../styles/controls.module.css'
import styles from './time.module.css'

export interface DifferenceListProps { readonly compared: AnswerTo<'compare'>; readonly names: readonly [string, string]; readonly point: (thing: string | undefined) => void }

/** Every object and process that differs: which branch has it, or which fields say what. Events come last, folded. */
export function DifferenceList({ compared: { differences }, names, point }: DifferenceListProps) {
  const t = useText()
  const events = differences.filter(isEvent)
  const others = differences.filter(one => !isEvent(one))
  return (
    <section className={styles.differences} aria-label={t('time.compare.what')} tabIndex={0}>
      <div role="status"><h3 className={controls.heading}>{differences.length === 0 ? t('time.compare.same') : t('time.compare.count', { count: differences.length })}</h3></div>
      <ul>{others.map(one => <Row key={keyOf(one)} one={one} names={names} point={point} />)}</ul>
      {events.length > 0 && <details><summary>{t('time.compare.events', { count: events.length })}</summary><ul>{events.map(one => <Row key={keyOf(one)} one={one} names={names} point={point} />)}</ul></details>}
    </section>
  )
}

const isEvent = (one: Difference): boolean => one.differs === 'object' && one.object.resource === 'events'
const keyOf = (one: Difference): string => (one.differs === 'object' ? `${one.kind} ${one.object.namespace}/${one.object.name}` : one.place)

function Row({ one, names, point }: { readonly one: Difference; readonly names: readonly [string, string]; readonly point: (thing: string | undefined) => void }) {
  const t = useText()
  const language = useSettings(settings => settings.language)
  const thing = one.thing === '' ? undefined : one.thing
  const pointing = { onPointerEnter: () => point(thing), onPointerLeave: () => point(undefined), onFocus: () => point(thing), onBlur: () => point(undefined) }
  if (one.differs === 'component') {
    const state = (value: string) => t(`time.state.${value}` as TextKey)
    return <li {...pointing}><b>{placeWords(language, one.place)}</b><Fields names={names} fields={[{ path: '', values: [state(one.values[0]), state(one.values[1])] }]} /></li>
  }
  const title = <><b>{one.kind}</b> <code>{one.object.name}</code></>
  if (one.only !== undefined) return <li {...pointing}>{title} <span className={styles.only} data-side={one.only}>{t('time.compare.only', { name: names[one.only] })}</span></li>
  return (
    <li {...pointing}>
      <details open={one.fields.length <= 4}>
        <summary>{title} <small>{t('time.compare.fields', { count: one.fields.length + one.more })}</small></summary>
        <Fields names={names} fields={one.fields} />
        {one.more > 0 && <small>{t('time.compare.more', { count: one.more })}</small>}
      </details>
    </li>
  )
}

function Fields({ fields, names }: { readonly fields: readonly { readonly path: string; readonly values: readonly [string | undefined, string | undefined] }[]; readonly names: readonly [string, string] }) {
  const t = useText()
  return (
    <dl className={styles.fields}>
      {fields.map(({ path, values }) => (
        <div key={path}>
          {path !== '' && <dt><code>{path}</code></dt>}
          {([0, 1] as const).map(side => <dd key={side} data-side={side}><span>{names[side]}</span> {values[side] === undefined ? <i>{t('time.compare.absent')}</i> : <code>{values[side]}</code>}</dd>)}
        </div>
      ))}
    </dl>
  )
}
