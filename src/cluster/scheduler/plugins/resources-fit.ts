import { MAX_NODE_SCORE, type NodeInfo, type Plugin, type Rejection } from '../framework.ts'
import type { PodShape } from '../shape.ts'

/** What a node has and what its pods ask for, as numbers. CPU in milli. */
export interface Room {
  readonly pods: number
  readonly podsMax: number
  readonly cpu: number
  readonly cpuMax: number
  readonly memory: number
  readonly memoryMax: number
  readonly ephemeral: number
  readonly ephemeralMax: number
  readonly others: ReadonlyMap<string, { readonly used: number; readonly max: number }>
}

export const resourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  filter: ({ known }, _, info) => insufficient(known.shape, roomOf(info)),
  score({ known: { shape } }, _, { pods, allocatable }) {
    const cpu = pods.reduce((sum, pod) => sum + pod.shape.scored.cpu, shape.scored.cpu)
    const memory = pods.reduce((sum, pod) => sum + pod.shape.scored.memory, shape.scored.memory)
    return leastAllocated(cpu, allocatable.cpu, memory, allocatable.memory)
  },
}

/** Every resource that is short, in the order in which kube-scheduler names them. More than the whole node has can never be freed. */
export function insufficient({ request }: PodShape, room: Room): Rejection | undefined {
  const reasons: string[] = []
  let hopeless = false
  const check = (name: string, wanted: number, used: number, max: number): void => {
    if (wanted <= 0 || wanted <= max - used) return
    reasons.push(`Insufficient ${name}`)
    if (wanted > max) hopeless = true
  }
  if (room.pods + 1 > room.podsMax) reasons.push('Too many pods')
  check('cpu', request.cpu, room.cpu, room.cpuMax)
  check('memory', request.memory, room.memory, room.memoryMax)
  check('ephemeral-storage', request.ephemeral, room.ephemeral, room.ephemeralMax)
  for (const [name, wanted] of request.others) {
    const other = room.others.get(name)
    check(name, wanted, other?.used ?? 0, other?.max ?? 0)
  }
  return reasons.length ? { reasons, resolvable: !hopeless } : undefined
}

/** The mean of what would be left of CPU and memory, in percent. Models the LeastAllocated strategy with equal weights. */
export function leastAllocated(cpu: number, cpuMax: number, memory: number, memoryMax: number): number {
  let sum = 0
  let weights = 0
  if (cpuMax > 0) {
    sum += cpu > cpuMax ? 0 : Math.trunc(((cpuMax - cpu) * MAX_NODE_SCORE) / cpuMax)
    weights++
  }
  if (memoryMax > 0) {
    sum += memory > memoryMax ? 0 : Math.trunc(((memoryMax - memory) * MAX_NODE_SCORE) / memoryMax)
    weights++
  }
  return weights === 0 ? 0 : Math.trunc(sum / weights)
}

export function roomOf({ pods, allocatable }: NodeInfo): Room {
  const others = new Map(allocatable.others.map(([name, max]) => [name, { used: 0, max }]))
  let cpu = 0
  let memory = 0
  let ephemeral = 0
  for (const { shape: { request } } of pods) {
    cpu += request.cpu
    memory += request.memory
    ephemeral += request.ephemeral
    for (const [name, amount] of request.others) {
      const other = others.get(name)
      others.set(name, { used: (other?.used ?? 0) + amount, max: other?.max ?? 0 })
    }
  }
  return {
    pods: pods.length, podsMax: allocatable.pods, cpu, cpuMax: allocatable.cpu, memory, memoryMax: allocatable.memory,
    ephemeral, ephemeralMax: allocatable.ephemeral, others,
  }
}
