import type { SchedulerInside } from '../../../protocol/index.ts'
import type { RoomProps } from '../InsidePlace.tsx'

export function SchedulerRoom({ inside }: RoomProps<SchedulerInside>) {
  return <p>{inside.inside}</p>
}
