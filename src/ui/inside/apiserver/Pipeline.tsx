import type { ApiServerInside, PipelineStage, RequestRow } from '../../../protocol/index.ts'
import { VerbGlyph } from '../../glyphs/VerbGlyph.tsx'
import { useText } from '../../i18n/text.ts'
import { placeName, shortPlace } from '../../panels/names.ts'
import room from '../room.module.css'
import styles from './apiserver.module.css'

export const STAGES: readonly PipelineStage[] = ['authn', 'priority', 'authz', 'mutating-admission', 'validation', 'storage', 'respond']

/** Seven cells in a row; a request that is under way stands in one of them. */
export function Pipeline({ inside }: { readonly inside: ApiServerInside }) {
  const t = useText()
  return (
    <section className={`${room.panel} ${styles.pipeline}`} aria-label={t('inside.api.pipeline')}>
      <ol>
        {STAGES.map(stage => <Cell key={stage} stage={stage} inside={inside} />)}
      </ol>
      <footer>
        <span className={room.state} data-good={!inside.etcdDown && inside.up && inside.ready}>{!inside.up ? t('box.down') : inside.etcdDown ? t('inside.api.noEtcd') : t('inside.api.etcd', { member: placeName(inside.etcd) })}</span>
        <p className={room.note}>{t('inside.api.cores', { count: inside.cores.count, busy: inside.cores.busy })}</p>
      </footer>
    </section>
  )
}

function Cell({ stage, inside }: { readonly stage: PipelineStage; readonly inside: ApiServerInside }) {
  const t = useText()
  const crowd = inside.crowd[stage] ?? 0
  const here = inside.current.filter(({ stages }) => stages.at(-1)?.stage === stage)
  const verdicts = inside.recent.flatMap(({ stages }) => stages.filter(one => one.stage === stage))
  const refused = verdicts.filter(({ verdict }) => verdict === 'refused').length
  return (
    <li className={styles.cell} data-busy={here.length > 0} data-refused={refused > 0}>
      <b>{t(`inside.stage.${stage}`)}</b>
      <small>{t(`inside.stage.${stage}.does`)}</small>
      <ul aria-label={t('inside.api.here')}>{here.slice(0, 4).map(request => <Token key={request.event} request={request} />)}{crowd > 4 && <li className={room.note}>{t('inside.more', { count: crowd - 4 })}</li>}</ul>
      <span className={styles.tally}>{t('inside.api.passed', { count: verdicts.length - refused })}{refused > 0 && <em> · {t('inside.api.refused', { count: refused })}</em>}</span>
    </li>
  )
}

function Token({ request: { verb, label, from } }: { readonly request: RequestRow }) {
  return <li className={styles.token} title={`${placeName(from)}: ${label}`}><VerbGlyph verb={verb} size={15} /><span>{label}</span><small>{shortPlace(from)}</small></li>
}
