import { MAX_NODE_SCORE, type Plugin } from '../framework.ts'
import { roomOf } from './resources-fit.ts'

export const balancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  preScore: ({ known: { shape: { request } } }) => (request.cpu === 0 && request.memory === 0 ? { skip: true } : { skip: false, state: undefined }),
  score({ known: { shape: { request } } }, _, info) {
    const { cpu, cpuMax, memory, memoryMax } = roomOf(info)
    return balanceGained(cpu, request.cpu, cpuMax, memory, request.memory, memoryMax)
  },
}

/** Since 1.36 the score is how much more even the node gets: 75 for no change. */
export function balanceGained(cpu: number, cpuMore: number, cpuMax: number, memory: number, memoryMore: number, memoryMax: number): number {
  const change = balance(cpu + cpuMore, cpuMax, memory + memoryMore, memoryMax) - balance(cpu, cpuMax, memory, memoryMax)
  return MAX_NODE_SCORE / 2 + Math.trunc((MAX_NODE_SCORE / 2 + change) / 2)
}

/** 100 if the same share of CPU and memory is asked for; less by half their difference. */
function balance(cpu: number, cpuMax: number, memory: number, memoryMax: number): number {
  if (cpuMax === 0 || memoryMax === 0) return MAX_NODE_SCORE
  const cpuShare = Math.min(cpu / cpuMax, 1)
  const memoryShare = Math.min(memory / memoryMax, 1)
  return Math.trunc((1 - Math.abs((cpuShare - memoryShare) / 2)) * MAX_NODE_SCORE)
}
