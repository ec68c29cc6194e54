import type { Node } from '../../api/index.ts'
import { referenceTo } from '../client/event-recorder.ts'
import { NODES, patchCall } from './calls.ts'
import { ask, decision, DONE, reconciler, type Sync } from './reconciler.ts'

export interface NodeIpamConfig {
  /** '10.244.0.0/16' */
  readonly clusterCidr: string
  /** 24: each node gets a /24. */
  readonly nodeMaskSize: number
}

/** Which of the cluster's ranges are taken, by node; `next` is where the search goes on. */
interface Memory { readonly taken: Map<number, string>; readonly ofNode: Map<string, number>; next: number; allocated: boolean }
interface Snapshot { readonly node: Node; readonly podCIDR: string | undefined; readonly index: number }

/** Gives every node its range of pod addresses. Models pkg/controller/nodeipam's range allocator. */
export function nodeIpamReconciler({ clusterCidr, nodeMaskSize }: NodeIpamConfig) {
  const ranges = rangesOf(clusterCidr, nodeMaskSize)
  return reconciler<Memory, Snapshot>({
    name: 'node-ipam',
    account: 'node-controller',
    eventSource: 'cidrAllocator',
    workers: 1,
    informers: ['nodes'],
    createMemory: () => ({ taken: new Map(), ofNode: new Map(), next: 0, allocated: false }),

    heard(memory, { news, object }, _, enqueue) {
      const node = object as unknown as Node
      const name = node.metadata.name!
      if (news === 'deleted') return free(memory, name)
      const own = node.spec.podCIDRs?.[0] ?? node.spec.podCIDR
      if (own === undefined) return enqueue(name)
      const index = ranges.indexOf(own)
      if (index >= 0) occupy(memory, name, index)
    },

    look(key, view, memory) {
      const node = view.get<Node>('nodes', key)
      if (node === undefined || node.spec.podCIDR !== undefined) return undefined
      const index = memory.ofNode.get(key) ?? nextFree(memory, ranges.count)
      if (index === undefined) return { node, podCIDR: undefined, index: -1 }
      occupy(memory, key, index)
      return { node, podCIDR: ranges.at(index), index }
    },

    *sync({ node, podCIDR, index }): Sync {
      const name = node.metadata.name!
      if (podCIDR === undefined) {
        const message = `Node ${name} status is now: CIDRNotAvailable`
        return {
          error: 'no CIDRs available',
          notes: [{ note: 'event', event: { regarding: referenceTo(node), type: 'Normal', reason: 'CIDRNotAvailable', message } }],
        }
      }
      const body = { spec: { podCIDR, podCIDRs: [podCIDR] } }
      const answer = yield* ask(patchCall(NODES, node, body), decision('allocate-pod-cidr', { node: name, podCIDR, index }))
      if (answer.ok || answer.code === 404) return DONE
      return { error: answer.message }
    },
  })
}

function occupy(memory: Memory, node: string, index: number): void {
  memory.taken.set(index, node)
  memory.ofNode.set(node, index)
}

function free(memory: Memory, node: string): void {
  const index = memory.ofNode.get(node)
  if (index === undefined) return
  memory.ofNode.delete(node)
  memory.taken.delete(index)
}

/** Ranges are handed out in turn, so that a range just given back rests for a while. */
function nextFree(memory: Memory, count: number): number | undefined {
  for (let i = 0; i < count; i++) {
    const index = (memory.next + i) % count
    if (memory.taken.has(index)) continue
    memory.next = (index + 1) % count
    return index
  }
  return undefined
}

interface Ranges { readonly count: number; at(index: number): string; indexOf(cidr: string): number }

function rangesOf(cidr: string, maskSize: number): Ranges {
  const [address = '', mask = ''] = cidr.split('/')
  const base = numberOf(address)
  const size = 2 ** (32 - maskSize)
  const count = 2 ** (maskSize - Number(mask))
  return {
    count,
    at: (index) => `${textOf(base + index * size)}/${maskSize}`,
    indexOf(text) {
      const [own = '', ownMask = ''] = text.split('/')
      const index = (numberOf(own) - base) / size
      return Number(ownMask) === maskSize && Number.isInteger(index) && index >= 0 && index < count ? index : -1
    },
  }
}

const numberOf = (address: string): number => address.split('.').reduce((value, part) => value * 256 + Number(part), 0)
const textOf = (value: number): string => [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.')
