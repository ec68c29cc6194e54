import type { ListMeta } from '../schema/types.ts'
import type { ApiObject } from '../objects.ts'
import { TABLES } from './kinds.ts'
import type { TableColumn, TableRow } from './printed.ts'

export type { TableColumn, TableRow } from './printed.ts'
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
  const printed = TABLES.get(info.kind)
  const rows = (printed?.order ? [...objects].sort(printed.order) : objects).map((object): TableRow => {
    const cells = printed?.cells(object, options.nowUs) ?? [object.metadata.name ?? '', object.metadata.creationTimestamp ?? '']
    const conditions = printed?.conditions?.(object)
    return { cells, ...(conditions === undefined ? {} : { conditions }), ...included(object, options.includeObject ?? 'Metadata') }
  })
  return { kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata: options.list ?? {}, columnDefinitions: printed?.columns ?? NAME_AND_CREATION, rows }
}

/** Whether a kind has a table at all; requests for others are answered 406. */
export function hasTable(info: { readonly group: string; readonly kind: string }): boolean {
  return TABLES.has(info.kind) || BY_DEFAULT.has(info.kind)
}

/** Kinds without printer columns of their own show when they were created, as a date. */
const BY_DEFAULT: ReadonlySet<string> = new Set(['Role', 'ClusterRole'])
const NAME_AND_CREATION: readonly TableColumn[] = [
  { name: 'Name', type: 'string', format: 'name', description: 'The name of the object, unique in its namespace.', priority: 0 },
  { name: 'Created At', type: 'date', format: '', description: 'When the object was created.', priority: 0 },
]

function included(object: ApiObject, include: 'Metadata' | 'Object' | 'None'): { object?: unknown } {
  switch (include) {
    case 'None': return {}
    case 'Object': return { object }
    case 'Metadata': return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } }
  }
}
