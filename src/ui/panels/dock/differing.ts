import type { SchedulerReport } from '../../../protocol/index.ts'

/** The plugins whose score is not the same on every feasible node. */
export function differing(report: Pick<SchedulerReport, 'plugins' | 'nodes'>): SchedulerReport['plugins'] {
  const feasible = report.nodes.filter(({ rejectedBy }) => rejectedBy === undefined)
  return report.plugins.filter(({ name }) => new Set(feasible.map(({ scores }) => scores.find(({ plugin }) => plugin === name)?.weighted)).size > 1)
}
