import { memo } from 'react'
import { useText } from '../i18n/text.ts'
import { useFleet } from '../store/glass.ts'
import { zonesOf } from './node-numbers.ts'

/** The picture as a table, for those who do not see it. */
export const FleetTable = memo(function FleetTable() {
  const t = useText()
  const zones = zonesOf(useFleet(fleet => fleet))
  return (
    // A table cannot be clipped itself: Firefox shows its caption.
    <div className="hidden-visually">
      <table data-testid="fleet-table">
        <caption>{t('fleet.table')}</caption>
        <thead><tr><th scope="col">{t('fleet.col.zone')}</th><th scope="col">{t('fleet.col.nodes')}</th><th scope="col">{t('fleet.legend.ready')}</th><th scope="col">{t('node.unknown')}</th><th scope="col">{t('fleet.noExecute')}</th><th scope="col">{t('fleet.col.pods')}</th><th scope="col">{t('fleet.col.podsReady')}</th></tr></thead>
        <tbody>{zones.map(({ name, nodes, ready, unknown, noExecute, pods, podsReady }) => <tr key={name}><th scope="row">{name}</th><td>{nodes}</td><td>{ready}</td><td>{unknown}</td><td>{noExecute}</td><td>{pods}</td><td>{podsReady}</td></tr>)}</tbody>
      </table>
    </div>
  )
})
