import { expect, test, vi } from 'vitest'
import { FRAMES_ON_THE_WAY, type Frame, type FromEngine, type ObjectRef } from '../../protocol/index.ts'
import { createEngine } from './engine.ts'
import { noSession } from './session.ts'

const POD: ObjectRef = { group: '', resource: 'pods', namespace: 'default', name: 'web' }

const frame = (seq: number, selected?: ObjectRef): Frame => ({
  type: 'frame', seq, fresh: false, upserts: [], removes: [], packets: [], trail: [], clock: { at: 0, revision: 1, head: 0, end: 0 },
  transport: noSession().transport, scenario: 'rollout', flags: [], noisePerSecond: 0, ...(selected && { selected }),
})

test('what is selected shows at once; a frame that left before does not take it back, and what the engine says later counts', () => {
  vi.stubGlobal('document', { hidden: true })
  let hear: (message: FromEngine) => void = () => undefined
  const engine = createEngine(() => ({ send: () => undefined, listen: (listener) => { hear = listener }, close: () => undefined }), { do: 'pause' })
  const selected = () => engine.session.getState().selected
  engine.command({ do: 'select', object: POD })
  expect(selected()).toEqual(POD)
  for (let seq = 1; seq <= FRAMES_ON_THE_WAY; seq++) hear(frame(seq))
  expect(selected()).toEqual(POD)
  hear(frame(FRAMES_ON_THE_WAY + 1))
  expect(selected()).toBeUndefined()
  vi.unstubAllGlobals()
})
