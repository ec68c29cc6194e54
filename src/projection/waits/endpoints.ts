import { matchesLabels, podReady, selectorOf, type ApiObject, type Pod, type Service } from '../../api/index.ts'
import type { WaitsFor } from '../../protocol/index.ts'
import { wait, waiterOf, type Asking } from './asking.ts'
import { controllerWaits, stoppedWaits } from './control-plane.ts'
import { podWaits } from './pod.ts'

const TOLD = 4

interface Slice { readonly metadata: ApiObject['metadata']; readonly endpoints?: readonly { readonly conditions?: { readonly ready?: boolean }; readonly targetRef?: { readonly uid?: string } }[] }

/** Why a Service reaches nobody, or fewer Pods than its selector matches. */
export function serviceWaits(asking: Asking, service: Service): WaitsFor[] {
  const { metadata, spec } = service
  const waiter = waiterOf(service as never, 0)
  const selector = spec.selector ?? {}
  const words = Object.entries(selector).map(([key, value]) => `${key}=${value}`).join(',')
  if (words === '') return spec.type === 'ExternalName' ? [] : [wait(asking, waiter, 'no-selector')]
  const matching = selectorOf({ matchLabels: selector })
  const all = asking.objects.list<Pod>('', 'pods').filter((pod) => pod.metadata.namespace === metadata.namespace)
  const pods = all.filter((pod) => matchesLabels(matching, pod.metadata.labels ?? {}))
  const waits: WaitsFor[] = []
  if (pods.length === 0) waits.push(wait(asking, waiter, 'selector-none', { selector: words, pods: all.length, namespace: metadata.namespace ?? '' }))
  const late = pods.filter((pod) => !podReady(pod))
  if (late.length > 0) waits.push(wait(asking, waiter, late.length === pods.length ? 'none-ready' : 'some-ready', { selector: words, pods: pods.length, ready: pods.length - late.length }))
  for (const pod of late.slice(0, TOLD)) waits.push(...podWaits(asking, pod, 1))
  if (late.length > TOLD) waits.push(wait(asking, waiter, 'more-pods', { count: late.length - TOLD }))
  const listed = asking.objects.list<Slice>('discovery.k8s.io', 'endpointslices').filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name && slice.metadata.namespace === metadata.namespace)
    .flatMap(({ endpoints = [] }) => endpoints).filter(({ conditions }) => conditions?.ready !== false)
  const ready = pods.filter((pod) => podReady(pod) && !pod.metadata.deletionTimestamp)
  if (ready.some((pod) => !listed.some(({ targetRef }) => targetRef?.uid === pod.metadata.uid))) {
    waits.push(wait(asking, waiter, 'controller', { controller: 'endpointslice' }), ...controllerWaits(asking, 'endpointslice', `${metadata.namespace}/${metadata.name}`, 1))
  }
  for (const { name } of asking.plan.nodes) {
    const proxy = `kube-proxy/${name}`
    if (asking.kernel.has(proxy) && !asking.kernel.isOff(name)) waits.push(...stoppedWaits(asking, proxy, 1).map((one) => ({ ...one, text: 'waits.proxy', params: { node: name } })))
  }
  return waits
}
