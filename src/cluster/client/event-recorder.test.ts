import { expect, test } from 'vitest'
import type { Event } from '../../api/index.ts'
import { MINUTE, SECOND, type Component } from '../../kernel/index.ts'
import { testApiServer } from '../../testing/api-server.ts'
import { SUPER_ADMIN } from '../identity.ts'
import type { ApiServerAddress } from '../messages.ts'
import { createClient, hear, type Client, type ClientMessage } from './client.ts'
import { createRecorder, recordEvent, recorderNews, type EventRecorder } from './event-recorder.ts'

interface Speaker { readonly client: Client; readonly recorder: EventRecorder }
type Say = { readonly type: 'say'; readonly pod: string; readonly message: string; readonly kind?: 'Normal' | 'Warning' }

const speaker = (apiserver: ApiServerAddress): Component<Speaker, ClientMessage | Say> => ({
  kind: 'speaker',
  init: () => ({ client: createClient({ apiserver, credentials: SUPER_ADMIN, userAgent: 'speaker/1' }), recorder: createRecorder('speaker') }),
  step({ client, recorder }, { msg }, cx) {
    if (msg.type === 'say') {
      const regarding = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: msg.pod, uid: msg.pod }
      return recordEvent(recorder, client, cx as never, { regarding, type: msg.kind ?? 'Warning', reason: 'Unhealthy', message: msg.message })
    }
    for (const news of hear(client, cx as never, msg)) recorderNews(recorder, client, cx as never, news)
  },
})

function speaking() {
  const api = testApiServer()
  api.kernel.spawn('speaker', 'laptop', speaker(api.apiserver))
  return {
    say(message: string, { times = 1, pod = 'web', kind }: { times?: number; pod?: string; kind?: Say['kind'] } = {}): void {
      for (let i = 0; i < times; i++) {
        api.kernel.input({ type: 'message', to: 'speaker', msg: { type: 'say', pod, message, kind } as never })
        api.run(SECOND)
      }
    },
    run: (us: number) => api.run(us),
    events: (): string[] => api.request(SUPER_ADMIN, 'GET', '/api/v1/namespaces/default/events').body.items.map(({ message, count }: Event) => `${count} ${message}`),
  }
}

test('the same thing said again is counted, not written again', () => {
  const { say, events } = speaking()
  say('the probe failed', { times: 5 })
  expect(events()).toEqual(['5 the probe failed'])
})

test('the tenth wording of one reason within ten minutes and all that follow are combined', () => {
  const { say, events } = speaking()
  for (let i = 1; i <= 12; i++) say(`wording ${i}`)
  expect(events().slice(0, 9)).toEqual(Array.from({ length: 9 }, (_, i) => `1 wording ${i + 1}`))
  expect(events().slice(9)).toEqual(['3 (combined from similar events): wording 12'])
})

test('after ten quiet minutes nothing is combined any more', () => {
  const { say, run, events } = speaking()
  for (let i = 1; i <= 9; i++) say(`wording ${i}`)
  run(9 * MINUTE)
  say('wording 10')
  expect(events()).toContain('1 (combined from similar events): wording 10')
  run(11 * MINUTE)
  say('wording 11')
  expect(events()).toContain('1 wording 11')
})

test('of one object and type twenty-five are written at once, and then one in five minutes; others are not silenced', () => {
  const { say, run, events } = speaking()
  say('again', { times: 40 })
  say('again', { pod: 'other' })
  say('again', { kind: 'Normal' })
  expect(events()).toEqual(['1 again', '25 again', '1 again'])
  run(5 * MINUTE)
  say('again', { times: 3 })
  expect(events()[1]).toBe('26 again')
})
