import { disk, type DiskState } from '../etcd/disk.ts'
import type { Database } from '../etcd/database.ts'
import { Pages } from '../etcd/pages.ts'
import type { FlannelState } from '../network/flannel.ts'
import type { ContainerRecord, RuntimeState, SandboxRecord } from '../runtime/state.ts'
import type { Process } from '../runtime/programs/programs.ts'

/** What is on the disk of a worker and runs on it. */
export interface Machine { readonly runtime: RuntimeState; readonly cni: FlannelState }

/** A Pod with one container that runs; `of` is the Pod of the small cluster that it is a copy of. */
export interface Sandboxed { readonly name: string; readonly uid: string; readonly ip: string; readonly sandbox: string; readonly container: string; readonly of: string }

/** A worker of the fleet and what is to run on it besides what the small cluster put there; `next` is the address that is free. */
export interface Made { readonly name: string; readonly hostIP: string; readonly cidr: string; next: number; readonly pods: Sandboxed[] }

/** One state under all members: a log that was cut after a snapshot, as etcd leaves it every 10,000 entries. */
export function diskWith(database: Database): DiskState {
  const index = 10_000
  return { ...disk().init(''), hardState: { term: 1, vote: undefined, commit: index }, snapshot: { index, term: 1, data: database, bytes: database.mvcc.bytes }, log: Pages.from(index + 1) }
}

/** `patterns` are those of the template; `own` is the machine of the small cluster with this name, if there was one: what runs there goes on running. */
export function machineOf(template: Machine, patterns: Patterns, { pods, next }: Made, own: Machine | undefined): Machine {
  const { runtime, cni } = own ?? empty(template)
  for (const pod of pods) {
    const [sandbox, container] = patterns.get(pod.of)!
    runtime.sandboxes.set(pod.sandbox, sandboxFor(sandbox, pod))
    runtime.containers.set(pod.container, containerFor(container, pod))
    runtime.byIp.set(pod.ip, new Set([pod.sandbox]))
    cni.leases.set(pod.ip, pod.sandbox)
    cni.bySandbox.set(pod.sandbox, pod.ip)
  }
  // The first start finds the processes as they are.
  runtime.boots = 0
  cni.last = next - 1
  return { runtime, cni }
}

/** The Pods of one machine by name, for copies of them. */
type Patterns = ReadonlyMap<string, readonly [SandboxRecord, ContainerRecord]>

export function patternsOf({ sandboxes, containers }: RuntimeState): Patterns {
  return new Map([...sandboxes.values()].flatMap((sandbox) => {
    const container = containers.get(sandbox.containers[0] ?? '')
    return container ? [[sandbox.config.name, [sandbox, container]] as const] : []
  }))
}

function empty({ runtime, cni }: Machine): Machine {
  return {
    runtime: {
      boots: 0, networkReady: true, sandboxes: new Map(), containers: new Map(), images: new Map(runtime.images), layers: new Set(runtime.layers), pulls: new Map(), registryCalls: new Map(),
      execs: new Map(), byIp: new Map(), nextId: 1, memoryTenthsTold: 0,
    },
    cni: { ...cni, subnet: undefined, leases: new Map(), bySandbox: new Map(), last: 1 },
  }
}

const sandboxFor = (sandbox: SandboxRecord, { name, uid, ip, sandbox: id, container }: Sandboxed): SandboxRecord => ({
  ...sandbox, id, config: { ...sandbox.config, name, uid, hostname: name }, ip, containers: [container], stops: [],
})

function containerFor(container: ContainerRecord, { name, sandbox, container: id }: Sandboxed): ContainerRecord {
  const env = container.config.env.map((one) => (one.name === 'HOSTNAME' ? { name: 'HOSTNAME', value: name } : one))
  return {
    ...container, id, sandbox, config: { ...container.config, env }, process: copyOf(container.process), files: new Map([...container.files, ['/etc/hostname', `${name}\n`]]),
    log: container.log.slice(), stops: [],
  }
}

/** Only servers are copied: their state is flat. */
const copyOf = (process: Process | undefined): Process | undefined => (process?.program === 'server' ? { ...process, state: { ...process.state } } : process)
