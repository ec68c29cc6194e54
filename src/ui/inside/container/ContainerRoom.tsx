import { Fragment } from 'react'
import type { ContainerInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { Moment } from '../../panels/Moment.tsx'
import { duration, memoryText, shortly } from '../amounts.ts'
import { Arc } from '../Arc.tsx'
import type { RoomProps } from '../InsidePlace.tsx'
import near from '../near.module.css'
import { megabytes } from '../node/bytes.ts'
import { Probes } from '../Probes.tsx'
import { stateWords } from '../pod/Lanes.tsx'
import { ToPlace } from '../ToPlace.tsx'
import room from '../room.module.css'
import styles from './container.module.css'
import { LogPanel } from './LogPanel.tsx'
import { StateMachine } from './StateMachine.tsx'

/** One process: its states, its restarts, what it prints, what it is told and what it may use. */
export function ContainerRoom({ inside }: RoomProps<ContainerInside>) {
  const t = useText()
  const { image, imageId, imageBytes, layers, argv, program, stage, ports, memory, requests, limits, env, files, probes, last, restarts, backOff, restartPolicy, id, message, startedAt } = inside
  const most = Math.max(1, ...layers.map(({ bytes }) => bytes))
  const amounts = [...new Set([...Object.keys(requests), ...Object.keys(limits)])]
  return (
    <div className={styles.room}>
      <section className={`${room.panel} ${styles.wide}`} aria-label={t('inside.box.machine')}>
        <h3>{t('inside.box.machine')}<small>{stateWords(inside, t)}</small></h3>
        <div className={styles.states}>
          <StateMachine inside={inside} />
          <dl className={near.facts}>
            <dt>{t('inside.restarts.title')}</dt><dd>{restarts} · {t('inside.box.policy', { policy: restartPolicy })}</dd>
            {backOff && <><dt>{t('inside.backOff.title')}</dt><dd className={styles.backOff}><Arc beat={backOff} size={40} tone="bad">{shortly(backOff.leftUs).replace(/(\.\d)? s/, '')}</Arc><span>{t('inside.backOff.of', { left: duration(backOff.leftUs), of: duration(backOff.ofUs) })}</span></dd></>}
            {startedAt !== undefined && <><dt>{t('inside.box.startedAt')}</dt><dd><Moment at={startedAt} /></dd></>}
            {last && <><dt>{t('inside.box.last')}</dt><dd>{t('inside.ended', { code: last.exitCode, reason: last.reason })} · <Moment at={last.finishedAt} /></dd></>}
            {message !== '' && <><dt>{t('inside.box.message')}</dt><dd>{message}</dd></>}
            {inside.waiting && inside.waiting.message !== '' && <><dt>{inside.waiting.reason}</dt><dd>{inside.waiting.message}</dd></>}
          </dl>
        </div>
      </section>
      <section className={room.panel} aria-label={t('inside.box.program')}>
        <h3>{t('inside.box.program')}<span className={room.state} data-good={stage === 'serving' || stage === 'running' ? true : undefined}>{t(`inside.program.${stage}`)}</span></h3>
        <code className={styles.argv}>{argv.join(' ')}</code>
        <dl className={near.facts}>
          {program !== '' && <><dt>{t('inside.box.imitates')}</dt><dd>{program}{program === 'coredns' && <> <ToPlace place="dns">{t('inside.dns.door')}</ToPlace></>}</dd></>}
          <dt>{t('inside.box.ports')}</dt><dd>{ports.length === 0 ? '–' : ports.map(port => `:${port}`).join(' ')}</dd>
          <dt>{t('inside.box.memory')}</dt>
          <dd>{memoryText(memory.used)}{memory.limit !== undefined && <> / {memoryText(memory.limit)}<i className={styles.gauge} aria-hidden="true"><u style={{ width: `${Math.min(100, (100 * memory.used) / memory.limit)}%` }} /></i></>}</dd>
          {amounts.map(name => <Fragment key={name}><dt>{name}</dt><dd>{t('inside.box.asks', { request: requests[name] ?? '–', limit: limits[name] ?? '–' })}</dd></Fragment>)}
          {id !== '' && <><dt>id</dt><dd title={id}>{id.slice(0, 12)}</dd></>}
        </dl>
      </section>
      <section className={room.panel} aria-label={t('inside.box.image')}>
        <h3>{t('inside.box.image')}<small>{imageBytes > 0 && megabytes(imageBytes)}</small></h3>
        <p className={styles.image}><b>{image}</b>{imageId !== '' && <small title={imageId}>{imageId.slice(0, imageId.indexOf('sha256:') + 19)}…</small>}</p>
        {layers.length === 0 && <p className={room.note}>{t('inside.box.noImage')}</p>}
        <ol className={styles.layers}>{layers.map(({ digest, bytes }) => <li key={digest}><code title={digest}>{digest.slice(7, 19)}</code><i aria-hidden="true"><u style={{ width: `${(100 * bytes) / most}%` }} /></i><small>{megabytes(bytes)}</small></li>)}</ol>
      </section>
      <LogPanel key={id} inside={inside} />
      <section className={`${room.panel} ${styles.wide}`} aria-label={t('inside.node.probes')}>
        <h3>{t('inside.node.probes')}</h3>
        <Probes probes={probes} named={false} />
      </section>
      <section className={`${room.panel} ${styles.wide}`} aria-label={t('inside.box.env')}>
        <h3>{t('inside.box.env')}<small>{env.length}</small></h3>
        {env.length === 0 && <p className={room.note}>{t('inside.box.noEnv')}</p>}
        <div className={styles.envs} tabIndex={0} role="group" aria-label={t('inside.box.env')}>
          <table className={room.table}><tbody>{env.map(({ name, value, from }) => <tr key={name}><th scope="row" className={room.mono}>{name}</th><td className={room.mono}>{value ?? <em>{t('inside.env.hidden')}</em>}</td><td><small>{t(`inside.env.${from}`)}</small></td></tr>)}</tbody></table>
        </div>
        {files.length > 0 && <p className={styles.files}>{t('inside.box.files')} {files.map(path => <code key={path}>{path}</code>)}</p>}
      </section>
    </div>
  )
}
