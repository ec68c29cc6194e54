import type { Viewport } from '@xyflow/react'
import { CAPTION, FOOT } from './layout.ts'
import type { StagePlan } from './plan.ts'

interface Room { readonly width: number; readonly height: number }

/** The whole picture, no larger than `scale`. The caption and the legend keep their size, so a smaller picture stands between them. */
export function fitted(plan: StagePlan, room: Room, scale: number): Viewport {
  if (plan.layoutClass === 'phone') return { x: Math.max(0, (room.width - plan.width) / 2), y: 0, zoom: 1 }
  const frame = CAPTION + FOOT
  const zoom = scale > 1 ? Math.min(scale, room.width / plan.width, room.height / plan.height) : Math.min(1, room.width / plan.width, (room.height - frame) / (plan.height - frame))
  return { x: Math.max(0, (room.width - plan.width * zoom) / 2), y: zoom < 1 ? CAPTION * (1 - zoom) : 0, zoom }
}
