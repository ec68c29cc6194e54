import { afterEach, expect, test, vi } from 'vitest'
import type { Command, Frame, FromEngine, ToEngine } from '../../protocol/index.ts'

const LINE = 'kubectl create deployment httpd-app --image=httpd --replicas=2'

/** A worker that has its first part only; `lacks` says when something that it comes to is not there. */
async function worker(lacks: (turn: number) => boolean) {
  vi.resetModules()
  let part: readonly unknown[] | undefined
  let turn = 0
  let lacked = 0
  const said: FromEngine[] = []
  vi.doMock('virtual:rest-doors', () => ({ hasRest: () => part !== undefined, provideRest: (functions: readonly unknown[]) => { part = functions } }))
  vi.doMock('../session/session.ts', async (original) => {
    const session = await original<typeof import('../session/session.ts')>()
    const tick: typeof session.tick = (...given) => {
      if (part === undefined && lacks(++turn)) {
        lacked++
        throw new Error('not here')
      }
      session.tick(...given)
    }
    return { ...session, tick }
  })
  const self = { onmessage: (_: { readonly data: ToEngine }): void => undefined, postMessage: (message: FromEngine): void => void said.push(message) }
  vi.stubGlobal('self', self)
  await import('./worker.ts')
  const say = (data: ToEngine): void => self.onmessage({ data })
  const frames = (): readonly Frame[] => said.filter((one) => one.type === 'frame')
  return { said, frames, lacked: () => lacked, say, command: (command: Command): void => say({ type: 'command', command }) }
}

afterEach(() => {
  vi.doUnmock('virtual:rest-doors')
  vi.doUnmock('../session/session.ts')
  vi.unstubAllGlobals()
})

const lived = async (lacks: (turn: number) => boolean) => {
  const engine = await worker(lacks)
  engine.command({ do: 'open', scenario: 'rollout', seed: 7 })
  engine.command({ do: 'pace', pace: 'story', speed: 1000 })
  engine.command({ do: 'kubectl', line: LINE })
  await vi.waitFor(() => {
    const last = engine.frames().at(-1)
    if (last) engine.say({ type: 'shown', seq: last.seq })
    expect([last?.transport.settled, last?.clock.at]).toEqual([true, expect.any(Number)])
    expect(last!.clock.at).toBeGreaterThan(1_000_000)
  }, { timeout: 60_000, interval: 20 })
  return { hash: engine.frames().at(-1)!.transport.hash, failures: engine.said.filter(({ type }) => type === 'failed'), lacked: engine.lacked() }
}

test('a first part that lacks something fetches the rest and lives the same session again', async () => {
  const whole = await lived(() => false)
  expect(whole).toMatchObject({ failures: [], lacked: 0 })
  // While it boots, and when the line was typed.
  expect(await lived((turn) => turn === 1)).toEqual({ ...whole, lacked: 1 })
  expect(await lived((turn) => turn === 3)).toEqual({ ...whole, lacked: 1 })
})
