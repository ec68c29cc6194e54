import type { ApiServerInside } from '../../../protocol/index.ts'
import type { RoomProps } from '../InsidePlace.tsx'

export function ApiServerRoom({ inside }: RoomProps<ApiServerInside>) {
  return <p>{inside.inside}</p>
}
