import type { Poke } from '../../protocol/index.ts'
import type { Translate } from '../i18n/text.ts'

/** What was broken, as a flag says it. */
export function pokeText(poke: Poke, t: Translate): string {
  switch (poke.poke) {
    case 'delete-pod': return t('flag.delete-pod', { name: poke.name })
    case 'kill-container': return t('flag.kill-container', { container: poke.container, pod: poke.pod })
    case 'stop-kubelet': return t('flag.stop-kubelet', { node: poke.node })
    case 'power-off': return t('flag.power-off', { node: poke.node })
    case 'cut-link': return t('flag.cut-link', { from: last(poke.from), to: last(poke.to) })
    case 'kill-etcd': return t('flag.kill-etcd', { member: poke.member })
    case 'pause-controller': return t('flag.pause-controller', { controller: poke.controller })
    case 'pause-scheduler': return t('flag.pause-scheduler')
  }
}

/** What the menu offers to do. */
export function pokeOffer(poke: Poke, t: Translate): string {
  switch (poke.poke) {
    case 'kill-container': return t('poke.kill-container', { container: poke.container })
    case 'cut-link': return t(poke.oneWay === true ? 'poke.cut-link.oneWay' : 'poke.cut-link', { to: last(poke.to) })
    default: return t(`poke.${poke.poke}`)
  }
}

const last = (place: string) => place.split('/').at(-1) ?? place
