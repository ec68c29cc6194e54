import type { ProxyInside } from '../../../protocol/index.ts'
import type { RoomProps } from '../InsidePlace.tsx'

export function ProxyRoom({ inside }: RoomProps<ProxyInside>) {
  return <p>{inside.inside}</p>
}
