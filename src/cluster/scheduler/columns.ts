import type { Node } from '../../api/index.ts'
import { amountsOf } from './resources.ts'
import type { PodShape } from './shape.ts'

/** The numbers of all nodes, a column each; a node keeps its slot while it is known. CPU in milli, the rest in units. */
export interface NodeColumns {
  capacity: number
  pods: Int32Array
  podsMax: Int32Array
  cpu: Float64Array
  cpuMax: Float64Array
  memory: Float64Array
  memoryMax: Float64Array
  ephemeral: Float64Array
  ephemeralMax: Float64Array
  /** With a floor under pods that ask for nothing. */
  scoredCpu: Float64Array
  scoredMemory: Float64Array
  /** Grows with every change of the numbers above: what was computed from them is stale. */
  version: Int32Array
  /** Extended resources, by slot; most nodes have none. */
  readonly others: Map<number, Map<string, { used: number; max: number }>>
}

export function createColumns(capacity: number): NodeColumns {
  return {
    capacity, pods: new Int32Array(capacity), podsMax: new Int32Array(capacity), cpu: new Float64Array(capacity), cpuMax: new Float64Array(capacity),
    memory: new Float64Array(capacity), memoryMax: new Float64Array(capacity), ephemeral: new Float64Array(capacity), ephemeralMax: new Float64Array(capacity),
    scoredCpu: new Float64Array(capacity), scoredMemory: new Float64Array(capacity), version: new Int32Array(capacity), others: new Map(),
  }
}

export function growColumns(columns: NodeColumns): void {
  const old = { ...columns }
  Object.assign(columns, createColumns(old.capacity * 2), { others: old.others })
  for (const name of NUMBERS) columns[name].set(old[name])
}

export function setAllocatable(columns: NodeColumns, slot: number, node: Node | undefined): void {
  const amounts = amountsOf(node?.status?.allocatable)
  columns.podsMax[slot] = amounts.pods ?? 0
  columns.cpuMax[slot] = amounts.cpu ?? 0
  columns.memoryMax[slot] = amounts.memory ?? 0
  columns.ephemeralMax[slot] = amounts['ephemeral-storage'] ?? 0
  columns.version[slot]!++
  const others = columns.others.get(slot)
  for (const other of others?.values() ?? []) other.max = 0
  for (const name of Object.keys(amounts)) if (!NATIVE.has(name)) otherOf(columns, slot, name).max = amounts[name]!
}

export function addUsage(columns: NodeColumns, slot: number, { request, scored }: PodShape, sign: 1 | -1): void {
  columns.pods[slot]! += sign
  columns.cpu[slot]! += sign * request.cpu
  columns.memory[slot]! += sign * request.memory
  columns.ephemeral[slot]! += sign * request.ephemeral
  columns.scoredCpu[slot]! += sign * scored.cpu
  columns.scoredMemory[slot]! += sign * scored.memory
  columns.version[slot]!++
  for (const [name, amount] of request.others) otherOf(columns, slot, name).used += sign * amount
}

export function clearSlot(columns: NodeColumns, slot: number): void {
  for (const name of NUMBERS) if (name !== 'version') columns[name][slot] = 0
  columns.version[slot]!++
  columns.others.delete(slot)
}

const NUMBERS = ['pods', 'podsMax', 'cpu', 'cpuMax', 'memory', 'memoryMax', 'ephemeral', 'ephemeralMax', 'scoredCpu', 'scoredMemory', 'version'] as const
const NATIVE = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods'])

function otherOf({ others }: NodeColumns, slot: number, name: string): { used: number; max: number } {
  let all = others.get(slot)
  if (!all) others.set(slot, all = new Map())
  let one = all.get(name)
  if (!one) all.set(name, one = { used: 0, max: 0 })
  return one
}
