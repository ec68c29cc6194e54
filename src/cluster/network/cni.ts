import type { Address } from '../../kernel/index.ts'

/** The runtime executes the plugin for one sandbox; it answers with an address or with the plugin's own words. */
export interface CniRequest {
  readonly type: 'cni-request'
  readonly id: number
  readonly command: 'ADD' | 'DEL'
  readonly sandbox: string
  readonly namespace: string
  readonly pod: string
}
export type CniResponse =
  | { readonly type: 'cni-response'; readonly id: number; readonly command: 'ADD' | 'DEL'; readonly sandbox: string; readonly ok: true; readonly ip: string }
  | { readonly type: 'cni-response'; readonly id: number; readonly command: 'ADD' | 'DEL'; readonly sandbox: string; readonly ok: false; readonly error: string }

/** The plugin's configuration file appeared in /etc/cni/net.d, or went away: the runtime watches that folder. */
export interface CniConfigured { readonly type: 'cni-configured'; readonly ready: boolean }

export type CniAddress = Address<CniRequest>
