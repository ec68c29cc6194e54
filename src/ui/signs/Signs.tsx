import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { memo } from 'react'
import type { PodFill, Verb } from '../../protocol/index.ts'
import { KindGlyph } from '../glyphs/KindGlyph.tsx'
import type { GlyphKind } from '../glyphs/kind-paths.ts'
import { PodGlyph, type PodGlyphProps } from '../glyphs/PodGlyph.tsx'
import { VerbGlyph } from '../glyphs/VerbGlyph.tsx'
import { useText, type TextKey } from '../i18n/text.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import styles from './signs.module.css'

const KINDS: readonly (readonly [GlyphKind, string])[] = [
  ['pod', 'Pod'], ['deployment', 'Deployment'], ['replicaset', 'ReplicaSet'], ['service', 'Service'], ['endpointslice', 'EndpointSlice'], ['namespace', 'Namespace'], ['node', 'Node'],
  ['apiserver', 'kube-apiserver'], ['etcd', 'etcd'], ['controller', 'controller'], ['scheduler', 'scheduler'], ['kubelet', 'kubelet'], ['proxy', 'kube-proxy'], ['runtime', 'containerd'], ['cni', 'CNI'], ['registry', 'registry'],
]

const STATES: readonly (readonly [PodFill | 'terminating', PodGlyphProps])[] = [
  ['pending', { fill: 'pending' }], ['creating', { fill: 'creating', progress: 2 }], ['running', { fill: 'running' }], ['ready', { fill: 'ready' }],
  ['succeeded', { fill: 'succeeded' }], ['failed', { fill: 'failed' }], ['terminating', { fill: 'ready', terminating: true, graceLeft: .7 }], ['unknown', { fill: 'unknown' }],
]

const MESSAGES: readonly (readonly [Exclude<Verb, 'timer'>, string, 'solid' | 'dashed' | 'double' | 'dotted'])[] = [
  ['write', 'POST PUT PATCH DELETE', 'solid'], ['read', 'GET LIST WATCH', 'solid'], ['watch', 'ADDED MODIFIED DELETED', 'dashed'], ['raft', 'MsgApp MsgAppResp', 'double'], ['cri', 'RunPodSandbox · CNI ADD', 'dotted'],
  ['packet', 'GET /v2/… · GET /', 'solid'], ['reply', '200 OK', 'solid'], ['error', '409 Conflict', 'solid'],
]

/** What every shape means: kinds, how far a Pod has come, and messages. */
export const Signs = memo(function Signs() {
  const t = useText()
  const store = useStageStore()
  return (
    <Dialog.Root open onOpenChange={() => store.setState({ signs: undefined })}>
      <Dialog.Portal>
        <Dialog.Overlay className={controls.scrim} />
        <Dialog.Content className={`${controls.dialog} ${styles.signs}`} aria-describedby={undefined}>
          <header>
            <Dialog.Title asChild><h2>{t('signs.title')}</h2></Dialog.Title>
            <Dialog.Close className={controls.icon} aria-label={t('signs.close')}><X size={16} aria-hidden="true" /></Dialog.Close>
          </header>
          <Part title="signs.kinds" rule="signs.kinds.rule">
            <ul className={styles.kinds}>{KINDS.map(([kind, name]) => <li key={kind}><KindGlyph kind={kind} size={30} />{name}</li>)}<li><KindGlyph kind="client" size={30} own />{t('signs.own')}</li></ul>
          </Part>
          <Part title="signs.pods" rule="signs.pods.rule">
            <ul className={styles.states}>{STATES.map(([state, glyph]) => <li key={state}><PodGlyph {...glyph} size={24} /><span><b>{t(`signs.pod.${state}`)}</b><small>{t(`signs.pod.${state}.why`)}</small></span></li>)}</ul>
          </Part>
          <Part title="signs.messages" rule="signs.messages.rule">
            <ul className={styles.messages}>{MESSAGES.map(([verb, example, line]) => <li key={verb}><i data-line={line} data-verb={verb}><VerbGlyph verb={verb} size={18} /></i><b>{t(`signs.verb.${verb}`)}</b><code>{example}</code></li>)}</ul>
          </Part>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
})

function Part({ title, rule, children }: { readonly title: TextKey; readonly rule: TextKey; readonly children: React.ReactNode }) {
  const t = useText()
  return <section><h3>{t(title)} <small>{t(rule)}</small></h3>{children}</section>
}
