import type { LinkPoke, Poke } from '../../protocol/index.ts'
import { viewOf, type Entities } from '../store/entities.ts'

const SLOWER = 20
const AHEAD_SECONDS = 3600
const LATE_MS = 5000
/** So slow that the kubelet sees it coming, and so fast that only the kernel can help; in MiB a second. */
const LEAKS = [8, 1024]

/** What may be broken about a thing of the stage, a line of it (`line/<place>`) or a message on its way (`message/<event>`); the order of the menu. */
export function pokesOf(entities: Entities, thing: string): readonly Poke[] {
  const [head = '', one = '', two = ''] = thing.split('/')
  switch (head) {
    case 'pod': return ofPod(entities, thing)
    case 'node': return ofNode(one)
    case 'agent': return ofAgent(one, two)
    case 'etcd': return one === '' ? ofLine(entities, 'etcd') : ofMember(entities, one)
    case 'controller': return [{ poke: 'pause-controller', controller: one }, late(`controller-manager/${one}`), ...(one === 'replicaset' ? [{ poke: 'expectations-off', controller: one } as const] : [])]
    case 'controller-manager': return ofProcess('controller-manager')
    case 'scheduler': return [{ poke: 'pause-scheduler' }, late('scheduler'), ...ofProcess('scheduler')]
    case 'apiserver': return [{ poke: 'crash', process: 'apiserver' }, { poke: 'freeze', process: 'apiserver' }, { poke: 'relist' }]
    case 'zone': return [{ poke: 'zone-cut', zone: one }, { poke: 'zone-off', zone: one }]
    case 'registry': return [{ poke: 'slow-registry', factor: SLOWER }, { poke: 'registry-down' }]
    case 'workload': return ofWorkload(entities, thing)
    case 'kubectl': return troubles('kubectl')
    case 'line': return ofLine(entities, thing.slice('line/'.length))
    case 'message': return [{ poke: 'hold-message', event: Number(one) }, { poke: 'drop-message', event: Number(one) }]
    default: return []
  }
}

function ofPod(entities: Entities, thing: string): readonly Poke[] {
  const [id = '', container] = thing.split('#')
  const pod = viewOf(entities, 'pod', id)
  if (pod === undefined) return []
  const { namespace, node, name } = pod
  const containers = node === '' || pod.ghost ? [] : pod.containers.filter(each => container === undefined || each.name === container)
  const kills = containers.map((each): Poke => ({ poke: 'kill-container', node, namespace, pod: name, container: each.name }))
  const hogs = containers.flatMap(each => LEAKS.map((mebibytesPerSecond): Poke => ({ poke: 'memory-hog', node, namespace, pod: name, container: each.name, mebibytesPerSecond })))
  return container === undefined ? [{ poke: 'delete-pod', namespace, name }, ...kills, ...hogs] : [...kills, ...hogs]
}

const ofNode = (node: string): readonly Poke[] => [
  { poke: 'power-off', node }, { poke: 'stop-kubelet', node }, ...troubles(`node/${node}`), { poke: 'cordon', node }, { poke: 'drain', node }, { poke: 'clock-skew', node, seconds: AHEAD_SECONDS },
]

function ofAgent(node: string, agent: string): readonly Poke[] {
  const process = `node/${node}/${agent}` as const
  if (agent === 'kubelet') return [{ poke: 'stop-kubelet', node }, { poke: 'freeze', process }, late(process), ...troubles(process), reset(process)]
  return [{ poke: 'crash', process }, { poke: 'freeze', process }, ...(agent === 'proxy' ? [late(process), reset(process)] : [])]
}

function ofMember(entities: Entities, member: string): readonly Poke[] {
  const place = `etcd/${member}` as const
  const others = entities.etcd.filter(id => id !== place)
  return [
    { poke: 'kill-etcd', member }, { poke: 'freeze', process: place }, ...others.map(to => cut(place, to)), cut(place, 'apiserver'),
    ...others.map((to): LinkPoke => ({ poke: 'lossy-link', from: place, to, lossPercent: 30, duplicatePercent: 10 })), { poke: 'slow-disk', member, speed: 'slow' }, { poke: 'full-disk', member },
  ]
}

const ofProcess = (process: string): readonly Poke[] => [{ poke: 'crash', process }, { poke: 'freeze', process }, ...troubles(process), reset(process)]

function ofWorkload(entities: Entities, thing: string): readonly Poke[] {
  const workload = viewOf(entities, 'workload', thing)
  return workload?.type === 'Deployment' ? [{ poke: 'image-storm', namespace: workload.ref.namespace, deployment: workload.ref.name }, { poke: 'bad-image', namespace: workload.ref.namespace, deployment: workload.ref.name }] : []
}

/** Every line of the stage leads to the API server. */
function ofLine(entities: Entities, place: string): readonly Poke[] {
  if (place === 'etcd') return entities.etcd.flatMap(member => [{ ...cut(member, 'apiserver') }, slow(member)])
  if (place === 'kubectl') return troubles(place)
  const process = place.startsWith('controller-manager') ? 'controller-manager' : place
  return [...troubles(process), reset(process)]
}

const troubles = (place: string): readonly LinkPoke[] => [cut(place, 'apiserver'), { ...cut(place, 'apiserver'), oneWay: true }, slow(place)]
const cut = (from: string, to: string): Extract<Poke, { poke: 'cut-link' }> => ({ poke: 'cut-link', from, to })
const slow = (from: string): LinkPoke => ({ poke: 'slow-link', from, to: 'apiserver', factor: SLOWER })
const late = (process: string): Poke => ({ poke: 'lag-watch', process, milliseconds: LATE_MS })
const reset = (from: string): Poke => ({ poke: 'reset-link', from, to: 'apiserver' })
