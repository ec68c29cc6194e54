import type { EtcdInside } from '../../../protocol/index.ts'
import type { RoomProps } from '../InsidePlace.tsx'

export function EtcdRoom({ inside }: RoomProps<EtcdInside>) {
  return <p>{inside.inside}</p>
}
