import type { RequestRow } from '../../../protocol/index.ts'
import { useAskWhy } from '../../actions/ask-why.ts'
import { VerbGlyph } from '../../glyphs/VerbGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import { placeName, shortPlace } from '../../panels/names.ts'
import { duration } from '../amounts.ts'
import room from '../room.module.css'
import styles from './apiserver.module.css'
import { STAGES } from './Pipeline.tsx'

/** Requests under way, then the last ones, each with what the stages said of it. */
export function Requests({ current, recent }: { readonly current: readonly RequestRow[]; readonly recent: readonly RequestRow[] }) {
  const t = useText()
  if (current.length + recent.length === 0) return <p className={room.empty}>{t('inside.api.none')}</p>
  return (
    <div className={room.scroller} tabIndex={0} role="group" aria-label={t('inside.api.requests')}>
      <table className={`${room.table} ${styles.requests}`}>
        <thead><tr><th scope="col">{t('inside.api.request')}</th><th scope="col">{t('inside.api.stages')}</th><th scope="col">{t('inside.api.code')}</th><th scope="col" className={room.number}>{t('inside.took')}</th></tr></thead>
        <tbody>{[...current, ...recent].map(request => <Row key={request.event} request={request} />)}</tbody>
      </table>
    </div>
  )
}

function Row({ request }: { readonly request: RequestRow }) {
  const t = useText()
  const askWhy = useAskWhy()
  const { event, at, from, user, label, verb, stages, code, us, waits, revision, schema, level, seats = 1 } = request
  const refusal = stages.find(({ verdict, reason }) => verdict === 'refused' && reason !== undefined)
  return (
    <tr data-now={code === undefined}>
      <th scope="row" className={styles.request}>
        <button type="button" title={t('inside.touching.why')} onClick={() => askWhy(event)}><VerbGlyph verb={code !== undefined && code >= 400 ? 'error' : verb} size={16} /><b>{label}</b></button>
        <small title={`${user} (${placeName(from)})`}>{shortPlace(from)} · <Moment at={at} /></small>
        {schema !== undefined && <small title={t('inside.apf.took', { schema, level: level ?? '', seats })}>{schema}{schema !== level && ` → ${level}`}{seats > 1 && ` · ${t('inside.apf.wide', { seats })}`}</small>}
        {refusal && <small className={styles.refusal}>{refusal.reason}</small>}
      </th>
      <td><Dots stages={stages} /></td>
      <td className={room.mono} data-bad={code !== undefined && code >= 400}>{code ?? (waits === undefined ? '' : t(`inside.waits.${waits}`))}{revision !== undefined && <small className={styles.rev}>rev {revision}</small>}</td>
      <td className={room.number}>{us === undefined ? '' : duration(us)}</td>
    </tr>
  )
}

/** One dot for each stage, in their order. */
function Dots({ stages }: { readonly stages: RequestRow['stages'] }) {
  const t = useText()
  return (
    <span className={styles.dots}>
      {STAGES.map(stage => {
        const verdict = stages.findLast(one => one.stage === stage)?.verdict ?? 'none'
        return <i key={stage} data-verdict={verdict} title={`${t(`inside.stage.${stage}`)}: ${t(`inside.api.verdict.${verdict}`)}`}><span className="hidden-visually">{t(`inside.stage.${stage}`)} {t(`inside.api.verdict.${verdict}`)}</span></i>
      })}
    </span>
  )
}
