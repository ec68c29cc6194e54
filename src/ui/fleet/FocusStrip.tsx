import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { useEngine, useFleet } from '../store/glass.ts'
import { numbersOf } from './node-numbers.ts'
import styles from './fleet.module.css'

/** The first few nodes that the last command or fault has touched. */
export const FocusStrip = memo(function FocusStrip() {
  const t = useText()
  const engine = useEngine()
  const fleet = useFleet(all => all)
  const touched = fleet.touched
  // Its place is kept: nothing on the stage moves when it fills.
  if (touched.length === 0) return <div className={styles.strip} />
  return (
    <nav className={styles.strip} aria-label={t('fleet.touched')}>
      <span aria-hidden="true">{t('fleet.touched')}</span>
      {touched.map(name => {
        const numbers = numbersOf(fleet, fleet.plan?.nodes.indexOf(name) ?? -1)
        return <button key={name} type="button" onClick={() => engine.command({ do: 'select', object: { group: '', resource: 'nodes', namespace: '', name } })}><b>{name}</b> {numbers && `${numbers.ready}/${numbers.pods}`}</button>
      })}
    </nav>
  )
})
