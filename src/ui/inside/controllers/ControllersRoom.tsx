import type { ControllersInside } from '../../../protocol/index.ts'
import type { RoomProps } from '../InsidePlace.tsx'

export function ControllersRoom({ inside }: RoomProps<ControllersInside>) {
  return <p>{inside.inside}</p>
}
