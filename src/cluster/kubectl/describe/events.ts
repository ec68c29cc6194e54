import { humanDuration, parseTimeUs, type Event } from '../../../api/index.ts'

/** Models DescribeEvents; there is at least one. */
export function eventsText(events: readonly Event[], nowUs: number): string {
  const rows = [...events].sort((a, b) => order(a) - order(b)).map((event) => {
    const { type, reason, source, involvedObject, message = '' } = event
    const field = involvedObject.fieldPath ? `${involvedObject.fieldPath}: ` : ''
    return `  ${type ?? ''}\t${reason ?? ''}\t${intervalText(event, nowUs)}\t${source?.component || event.reportingComponent || ''}\t${field}${message.trim()}\n`
  })
  return `Events:\n  Type\tReason\tAge\tFrom\tMessage\n  ----\t------\t----\t----\t-------\n${rows.join('')}`
}

const order = ({ lastTimestamp }: Event): number => (lastTimestamp ? parseTimeUs(lastTimestamp) : Number.NEGATIVE_INFINITY)

/** How long ago, and how often since when. Models getInterval. */
export function intervalText({ eventTime, firstTimestamp, lastTimestamp, series, count = 0 }: Event, nowUs: number): string {
  const since = (time: string | undefined): string => (time ? humanDuration((nowUs - parseTimeUs(time)) / 1_000_000) : '<unknown>')
  const first = since(eventTime ?? firstTimestamp)
  if (series) return `${since(series.lastObservedTime)} (x${series.count} over ${first})`
  return count > 1 ? `${since(lastTimestamp)} (x${count} over ${first})` : first
}
