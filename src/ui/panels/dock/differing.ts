import type { SchedulerReport } from '../../../protocol/index.ts'

type Report = Pick<SchedulerReport, 'plugins' | 'nodes'>

/** The plugins whose score is not the same on every feasible node. */
export function differing(report: Report): SchedulerReport['plugins'] {
  const feasible = report.nodes.filter(({ rejectedBy }) => rejectedBy === undefined)
  return report.plugins.filter(({ name }) => new Set(feasible.map(({ scores }) => scores.find(({ plugin }) => plugin === name)?.weighted)).size > 1)
}

/** The filters that turned a node away; all others let every node pass, or were not asked any more. */
export const refusers = (report: Report): readonly string[] => [...new Set(report.nodes.flatMap(({ rejectedBy }) => (rejectedBy === undefined ? [] : [rejectedBy])))].sort()
