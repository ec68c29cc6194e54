import { podReady, type ApiObject, type Node, type Pod } from '../../api/index.ts'
import type { Kernel } from '../../kernel/index.ts'
import { objectsOf } from '../apiserver/view.ts'
import type { ApiServerState } from '../apiserver/state.ts'
import type { ClusterPlan } from './plan.ts'

/** Whether the boot is over: every node is Ready and every system Pod serves. */
export function isWarm(kernel: Kernel, plan: ClusterPlan): boolean {
  const state = kernel.inspect('apiserver') as ApiServerState
  const list = <T>(resource: string): T[] => [...(objectsOf(state, '', resource) as Iterable<ApiObject>)] as unknown as T[]
  const nodes = list<Node>('nodes')
  if (nodes.length < plan.nodes.length || !nodes.every((node) => node.spec.podCIDR && node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'))) return false
  const pods = list<Pod>('pods')
  const coreDns = pods.filter(({ metadata }) => metadata.labels?.['k8s-app'] === 'kube-dns')
  return coreDns.length >= 2 && pods.every(podReady)
}
