export interface At { readonly x: number; readonly y: number }

export const WIDTH = 300
export const HEIGHT = 236
export const RADIUS = 31

/** Members stand on a fixed ring, the first one at the top. */
export function seats(count: number): readonly At[] {
  if (count === 1) return [{ x: WIDTH / 2, y: HEIGHT / 2 }]
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2
    return { x: WIDTH / 2 + 104 * Math.cos(angle), y: HEIGHT / 2 + 12 + 72 * Math.sin(angle) }
  })
}

/** The part of a circle that is left of a timer, clockwise from the top. */
export function arc({ x, y }: At, radius: number, share: number): string {
  const part = Math.min(.9999, Math.max(0, share))
  const angle = 2 * Math.PI * part - Math.PI / 2
  return `M${x} ${y - radius}A${radius} ${radius} 0 ${part > .5 ? 1 : 0} 1 ${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`
}

/** A point of the way between two members, kept clear of their circles. */
export function between(from: At, to: At, share: number): At {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const clear = (RADIUS + 8) / length
  const along = clear + (1 - 2 * clear) * share
  return { x: from.x + (to.x - from.x) * along, y: from.y + (to.y - from.y) * along }
}
