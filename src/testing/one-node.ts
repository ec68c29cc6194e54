import { podCondition, type ContainerStatus, type Event, type Pod, type PodSpec } from '../api/index.ts'
import type { RuntimeState } from '../cluster/runtime/state.ts'
import type { Delivery, Fact, Message, Micros } from '../kernel/index.ts'
import { testCluster, type TestCluster } from './cluster.ts'

export const PODS = '/api/v1/namespaces/default/pods'

/** A cluster of one worker, and the pod 'it' on it. */
export interface Bench extends TestCluster {
  readonly facts: { readonly at: Micros; readonly fact: Fact }[]
  readonly messages: Delivery<Message>[]
  pod(): Pod | undefined
  container(): ContainerStatus | undefined
  runtime(): RuntimeState
}

/** One worker node, and a pod that is bound to it by name. Throws if the API server refuses the pod. */
export function bench(spec: PodSpec, seed = 3): Bench {
  const facts: Bench['facts'] = []
  const messages: Bench['messages'] = []
  const cluster = testCluster({
    seed, workers: 1, etcd: 1,
    observers: [{ fact: (_, __, at, fact) => void facts.push({ at, fact }), delivered: (delivery) => void messages.push(delivery) }],
  })
  const made = cluster.ask('POST', PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'it' }, spec: { nodeName: 'node-a', ...spec } })
  if (made.code !== 201) throw new Error(JSON.stringify(made.body))
  const pod = (): Pod | undefined => cluster.pods().find(({ metadata }) => metadata.name === 'it')
  return { ...cluster, facts, messages, pod, container: () => pod()?.status?.containerStatuses?.[0], runtime: () => cluster.kernel.inspect('runtime/node-a') as RuntimeState }
}

export const busybox = (script: string, more: Partial<PodSpec['containers'][0]> = {}): PodSpec => ({ containers: [{ name: 'main', image: 'busybox:1.37', command: ['sh', '-c', script], ...more }] })
export const httpd = (more: Partial<PodSpec['containers'][0]> = {}): PodSpec => ({ containers: [{ name: 'main', image: 'httpd:2.4', ...more }] })
export const isReady = (pod: Pod | undefined): boolean => pod !== undefined && podCondition(pod, 'Ready')?.status === 'True'
export const eventsOf = (cluster: Bench): readonly Event[] => cluster.list<Event>('', 'events').filter(({ involvedObject }) => involvedObject.name === 'it')
export const waitingReason = (cluster: Bench): string => cluster.container()?.state?.waiting?.reason ?? ''
