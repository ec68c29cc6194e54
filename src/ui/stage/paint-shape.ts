import type { Packet } from '../../protocol/index.ts'
import type { Palette } from './paint.ts'
import type { Point } from './plan.ts'

/** One shape per verb, the same as in the legend; recognisable without its colour. */
export function paintShape(ctx: CanvasRenderingContext2D, packet: Packet, { x, y }: Point, hue: string, palette: Palette, scale: number, upwards: boolean): void {
  ctx.save()
  ctx.translate(x, y)
  ctx.scale(scale, scale)
  ctx.fillStyle = hue
  ctx.strokeStyle = hue
  ctx.lineWidth = 2.4
  ctx.lineJoin = 'round'
  ctx.beginPath()
  switch (packet.verb) {
    case 'write':
      ctx.roundRect(-10, -7.5, 20, 15, 3.75)
      ctx.fill()
      break
    case 'read':
      ctx.roundRect(-9, -6.5, 18, 13, 3.2)
      hollow(ctx, palette)
      break
    case 'reply': {
      const tip = upwards ? -1 : 1
      ctx.moveTo(-9, -6 * tip); ctx.lineTo(9, -6 * tip); ctx.lineTo(9, 3 * tip); ctx.lineTo(0, 9 * tip); ctx.lineTo(-9, 3 * tip)
      ctx.closePath()
      hollow(ctx, palette)
      break
    }
    case 'error':
      ctx.moveTo(-10, -7.5); ctx.lineTo(-4, -7.5); ctx.lineTo(0, -2); ctx.lineTo(4, -7.5); ctx.lineTo(10, -7.5); ctx.lineTo(10, 7.5); ctx.lineTo(-10, 7.5)
      ctx.closePath()
      ctx.fill()
      break
    case 'watch':
      ctx.arc(0, 0, 7.2, 0, Math.PI * 2)
      hollow(ctx, palette)
      ctx.beginPath()
      ctx.arc(0, 0, 2.8, 0, Math.PI * 2)
      ctx.fillStyle = hue
      ctx.fill()
      break
    case 'raft':
      ctx.moveTo(0, -8.5); ctx.lineTo(8.5, 0); ctx.lineTo(0, 8.5); ctx.lineTo(-8.5, 0)
      ctx.closePath()
      if (isAck(packet)) hollow(ctx, palette)
      else ctx.fill()
      break
    case 'cri':
      for (let i = 0; i < 6; i += 1) ctx.lineTo(9 * SIX[i]![0], 9 * SIX[i]![1])
      ctx.closePath()
      ctx.fill()
      break
    case 'packet':
      ctx.roundRect(-9, -6.5, 18, 13, 2)
      ctx.fill()
      ctx.beginPath()
      ctx.moveTo(-7.5, -4.5); ctx.lineTo(0, 1.2); ctx.lineTo(7.5, -4.5)
      ctx.strokeStyle = palette.stage
      ctx.lineWidth = 1.8
      ctx.stroke()
      break
    case 'timer':
      ctx.arc(0, 0, 7, 0, Math.PI * 2)
      hollow(ctx, palette)
      ctx.beginPath()
      ctx.moveTo(0, -3.5); ctx.lineTo(0, 0); ctx.lineTo(2.6, 1.8)
      ctx.lineWidth = 1.8
      ctx.stroke()
      break
  }
  ctx.restore()
}

const SIX: readonly (readonly [number, number])[] = [[-1, 0], [-.5, -.87], [.5, -.87], [1, 0], [.5, .87], [-.5, .87]]

/** Raft's answers are hollow, as in the legend. */
const isAck = (packet: Packet) => /ack|resp|reply/i.test(packet.label)

function hollow(ctx: CanvasRenderingContext2D, palette: Palette): void {
  ctx.fillStyle = palette.stage
  ctx.fill()
  ctx.stroke()
}
