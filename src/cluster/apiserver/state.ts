import type { ActorId, EventId, Micros } from '../../kernel/index.ts'
import type { ApiServerConfig } from './config.ts'
import { createCache, STORED, type WatchCache } from './storage/watch-cache.ts'
import { createLine, type EtcdLine } from './storage/etcd-line.ts'
import { createRbacIndex, type RbacIndex } from './authz/rbac-index.ts'
import { createAllocator, type AddressAllocator, type PortAllocator } from './registry/allocators.ts'
import { createCores, type Cores } from './cores.ts'
import type { Exchange } from './exchange.ts'
import { createFlowControl, type FlowControl } from './flowcontrol/flow-control.ts'
import { CORES, MAX_READING, MAX_WRITING } from './timing.ts'
import type { BootState } from './bootstrap/bootstrap.ts'

/** All that one API server process knows. It is lost with the process: only etcd remembers. */
export interface ApiServerState {
  readonly config: ApiServerConfig
  readonly etcd: EtcdLine
  /** By 'group/resource'. */
  readonly caches: Map<string, WatchCache>
  /** Requests under way, by `<peer> <id>`, oldest first. */
  readonly exchanges: Map<string, Exchange>
  reading: number
  writing: number
  /** Where an open watch lives: `<peer> <id>` to the cache's key. */
  readonly watches: Map<string, string>
  /** What is open per peer, to be dropped with its connection. */
  readonly byPeer: Map<ActorId, Set<string>>
  /** Calls to kubelets under way: our number to the exchange it serves. */
  readonly kubeletCalls: Map<number, KubeletCallState>
  nextKubeletCall: number
  readonly flow: FlowControl
  /** Schemas or levels changed and are not taken over yet. */
  flowStale: boolean
  /** The timer that gives on seats while requests wait for them, and when it fires; 0 when none is set. */
  flowWake: EventId
  flowWakeAt: Micros
  readonly cores: Cores
  readonly rbac: RbacIndex
  readonly addresses: AddressAllocator
  readonly ports: PortAllocator
  readonly boot: BootState
  /** When the pending sweep for late requests fires; 0 when none is needed. */
  sweepAt: Micros
  /** The highest revision that any answer or event of etcd carried. */
  revision: number
  /** The revision that the compactor remembers from its last round, and the version of its key. */
  compaction: { version: number; revision: number }
  /** An etcd lease shared by objects that expire together. */
  eventLease: { lease: number; until: Micros; uses: number; asking: boolean; readonly waiting: string[] }
}

export interface KubeletCallState { readonly exchange: string; readonly peer: ActorId; readonly id: number; readonly kubelet: ActorId; readonly host: string; readonly path: string; streaming: boolean }

export function createState(config: ApiServerConfig): ApiServerState {
  const most = config.maxInFlight ?? { reading: MAX_READING, writing: MAX_WRITING }
  const { addresses, ports } = createAllocator(config.serviceCidr, config.nodePortRange ?? [30_000, 32_767])
  return {
    config,
    etcd: createLine(config.etcd),
    caches: new Map(STORED.map((info) => [`${info.group}/${info.resource}`, createCache(info)])),
    exchanges: new Map(), reading: 0, writing: 0,
    watches: new Map(), byPeer: new Map(),
    kubeletCalls: new Map(), nextKubeletCall: 1,
    flow: createFlowControl(most.reading + most.writing, 0), flowStale: true, flowWake: 0, flowWakeAt: 0, cores: createCores(config.cores ?? CORES),
    rbac: createRbacIndex(),
    addresses, ports,
    boot: { stage: 'caches', waiting: 0, nextId: 1 },
    sweepAt: 0, revision: 0, compaction: { version: 0, revision: 0 },
    eventLease: { lease: 0, until: 0, uses: 0, asking: false, waiting: [] },
  }
}
