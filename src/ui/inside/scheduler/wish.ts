import type { PodAsk, Question } from '../../../protocol/index.ts'

/** What somebody wishes otherwise about a Pod; whatever is missing stays as it is. */
export interface Wish {
  readonly cpuMilli?: number
  readonly memoryBytes?: number
  /** Taints that the Pod would tolerate as well, as 'key:effect'. */
  readonly tolerate: readonly string[]
  readonly weights: Readonly<Record<string, number>>
}

export const noWish: Wish = { tolerate: [], weights: {} }

export const isWish = ({ cpuMilli, memoryBytes, tolerate, weights }: Wish): boolean =>
  cpuMilli !== undefined || memoryBytes !== undefined || tolerate.length > 0 || Object.keys(weights).length > 0

/** The wish as a question to the engine. */
export function asQuestion(pod: string, { cpuMilli, memoryBytes, tolerate, weights }: Wish, asked: PodAsk | undefined): Extract<Question, { ask: 'what-if' }> {
  const requests = { ...(cpuMilli === undefined ? {} : { cpu: `${cpuMilli}m` }), ...(memoryBytes === undefined ? {} : { memory: String(memoryBytes) }) }
  const more = tolerate.map(taint => {
    const colon = taint.lastIndexOf(':')
    return { key: taint.slice(0, colon), operator: 'Exists' as const, effect: taint.slice(colon + 1) as 'NoSchedule' | 'NoExecute' }
  })
  return {
    ask: 'what-if', pod,
    ...(Object.keys(requests).length > 0 ? { requests } : {}), ...(more.length > 0 ? { tolerations: [...(asked?.tolerations ?? []), ...more] } : {}), ...(Object.keys(weights).length > 0 ? { weights } : {}),
  }
}
