import type { Message } from '../../kernel/index.ts'
import { rowOf } from '../trace.ts'
import type { Looking } from './inside.ts'
import { podFound } from './pod.ts'
import type { Concerns } from './touching.ts'

/** A Pod is no end of a message. What concerns it: requests and watch events about its object, and what kubelet, containerd and the network plugin say about its sandbox. */
export function aboutPod(looking: Looking): NonNullable<Concerns> {
  const [, namespace, name, container] = looking.place.split('/')
  const found = podFound(looking)
  const home = `node/${found?.node}/`
  const records = found?.worker?.containers.filter((one) => container === undefined || one.name === container) ?? []
  const ids = new Set([found?.worker?.sandbox?.id, ...records.flatMap(({ id, previousId }) => [id, previousId])].filter(Boolean))
  const uid = found?.worker?.uid
  const isAbout = (msg: Message): boolean => {
    const { config, sandbox, container: id } = msg as { config?: { uid?: string; name?: string }; sandbox?: string; container?: string | { podUid?: string } }
    switch (msg.type) {
      case 'cri-request': return (uid !== undefined && config?.uid === uid) || (typeof id === 'string' && ids.has(id)) || (ids.has(sandbox) && (container === undefined || config?.name === container))
      case 'cri-event': return uid !== undefined && typeof id === 'object' && id.podUid === uid
      case 'cni-request': return (msg as { namespace?: string }).namespace === namespace && (msg as { pod?: string }).pod === name
      default: return false
    }
  }
  return (trace, row, { object, from, to }) => {
    const isObject = object?.resource === 'pods' && object.namespace === namespace && object.name === name && container === undefined
    const asked = row.msg?.type === 'cri-response' || row.msg?.type === 'cni-response' ? rowOf(trace, row.about)?.msg : row.msg
    if (!isObject && !(asked && isAbout(asked))) return undefined
    return from.startsWith(home) && !to.startsWith(home) ? 'out' : to.startsWith(home) ? 'in' : 'out'
  }
}
