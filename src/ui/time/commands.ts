import type { Engine } from '../store/engine.ts'

/** To the next thing that the visitor did on this branch, or the one before. */
export function goToCommand(engine: Engine, direction: 1 | -1): void {
  const { timeline, transport, clock } = engine.session.getState()
  const done = timeline.marks.filter(mark => mark.branch === transport.branch && (mark.mark === 'command' || mark.mark === 'fault')).sort((a, b) => a.at - b.at)
  const found = direction === 1 ? done.find(({ at }) => at > clock.at) : done.findLast(({ at }) => at < clock.at)
  if (found !== undefined && 'event' in found) engine.command({ do: 'seek', to: { event: found.event } })
}
