import type { Component, Message } from '../../kernel/index.ts'
import type { ApiAnswer, ApiRequest, ApiServerAddress } from '../../cluster/index.ts'

/** What the shell gives to the door: a request of a client outside, or the news that it went away. */
export type DoorMessage =
  | { readonly type: 'door-request'; readonly request: ApiRequest }
  | { readonly type: 'door-cancel'; readonly id: number }
  | ApiAnswer

/** Nothing is kept: the shell reads the answers off their delivery and knows who waits for them. */
type DoorState = Readonly<Record<string, never>>

const APISERVER: ApiServerAddress = 'apiserver'

/** Where clients from outside the simulation stand. */
export const door: Component<DoorState, DoorMessage & Message> = {
  kind: 'door',
  init: () => ({}),
  step(_state, { msg }, cx) {
    if (msg.type === 'door-request') cx.send(APISERVER, msg.request)
    else if (msg.type === 'door-cancel') cx.send(APISERVER, { type: 'api-cancel', id: msg.id })
  },
}
