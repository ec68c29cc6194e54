import { useState } from 'react'
import type { NodeInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { imageName } from '../../stage/pod-state.ts'
import { shortKey, tail } from '../amounts.ts'
import { Squares } from '../Squares.tsx'
import { ToPlace } from '../ToPlace.tsx'
import room from '../room.module.css'
import { megabytes } from './bytes.ts'
import styles from './node.module.css'

const SHOWN = 8

/** What containerd has on its disk: a sandbox for each Pod with its containers, and images with the layers that they share. */
export function Containerd({ runtime: { sandboxes, images, layers, networkReady }, up }: { readonly runtime: NodeInside['runtime']; readonly up: boolean }) {
  const t = useText()
  const [all, setAll] = useState(false)
  const most = Math.max(1, ...images.map(({ bytes }) => bytes))
  const listed = all ? sandboxes : sandboxes.slice(0, SHOWN)
  return (
    <section className={`${room.panel} ${styles.containerd}`} aria-label="containerd">
      <h3>containerd{(!up || !networkReady) && <span className={room.state} data-good="false">{t(up ? 'inside.node.noNetwork' : 'box.down')}</span>}<small>{t('inside.node.disk', { sandboxes: sandboxes.length, images: images.length, layers })}</small></h3>
      <div className={styles.halves}>
        <div>
          <h4>{t('inside.node.sandboxes')}</h4>
          {sandboxes.length === 0 && <p className={room.empty}>{t('inside.empty')}</p>}
          <ul className={styles.rows}>
            {listed.map(({ id, pod, place, state, ip, hostNetwork, containers, attempt }) => (
              <li key={id} data-place={place} data-state={state}>
                <code title={id}>{id.slice(0, 8)}</code><ToPlace place={place}><span title={pod}>{tail(shortKey(pod), 40)}</span></ToPlace>
                <small>{state === 'ready' ? (hostNetwork ? t('inside.node.host') : ip) : t(`inside.sandbox.${state}`)}{attempt > 0 && ` · ${t('inside.pod.attempt', { attempt })}`}</small><Squares containers={containers} />
              </li>
            ))}
          </ul>
          {sandboxes.length > SHOWN && <button type="button" className={styles.more} onClick={() => setAll(!all)}>{all ? t('inside.node.fewer') : t('inside.more', { count: sandboxes.length - SHOWN })}</button>}
        </div>
        <div>
          <h4>{t('inside.node.images')}</h4>
          <ul className={styles.rows}>
            {images.map(({ name, bytes, used }) => (
              <li key={name} data-unused={used === 0}><span className={styles.image} title={name}>{imageName(name)}</span><i aria-hidden="true"><u style={{ width: `${(100 * bytes) / most}%` }} /></i><small>{megabytes(bytes)} · {used === 0 ? t('inside.node.unused') : t('inside.node.used', { count: used })}</small></li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  )
}
