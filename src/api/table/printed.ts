import type { ApiObject } from '../objects.ts'
import { humanDuration, parseTimeUs } from '../time.ts'

export interface TableColumn { readonly name: string; readonly type: string; readonly format: string; readonly description: string; readonly priority: number }
export type Cell = string | number | boolean
export interface RowCondition { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }
export interface TableRow { readonly cells: readonly Cell[]; readonly conditions?: readonly RowCondition[]; readonly object?: unknown }

/** How a kind prints: its columns, and a row's cells in the same order. */
export interface Printed {
  readonly columns: readonly TableColumn[]
  readonly cells: (object: ApiObject, nowUs: number) => readonly Cell[]
  readonly conditions?: (object: ApiObject) => readonly RowCondition[] | undefined
  /** Where rows do not come in the order of their keys. */
  readonly order?: (a: ApiObject, b: ApiObject) => number
}

/** A kind's printer for its typed form. The table picks it by kind, which is what makes the cast true. */
export function printed<T>(columns: readonly TableColumn[], cells: (object: T, nowUs: number) => readonly Cell[], conditions?: (object: T) => readonly RowCondition[] | undefined): Printed {
  return {
    columns, cells: (object, nowUs) => cells(object as unknown as T, nowUs),
    ...(conditions === undefined ? {} : { conditions: (object: ApiObject) => conditions(object as unknown as T) }),
  }
}

export function column(name: string, description: string, type = 'string'): TableColumn {
  return { name, type, format: '', description, priority: 0 }
}

/** A column that only `-o wide` shows. */
export function wide(name: string, description: string): TableColumn {
  return { name, type: 'string', format: '', description, priority: 1 }
}

export const NAME: TableColumn = { name: 'Name', type: 'string', format: 'name', description: 'The name of the object, unique in its namespace.', priority: 0 }
export const AGE: TableColumn = column('Age', 'How long ago the object was created.')

/** How long ago a time was, as kubectl says it. */
export function since(time: string | undefined, nowUs: number): string {
  return time ? humanDuration((nowUs - parseTimeUs(time)) / 1_000_000) : '<unknown>'
}

export function orNone(text: string | undefined): string {
  return text || '<none>'
}

/** `a=1,b=2` in order of name. */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  return orNone(Object.keys(labels ?? {}).sort().map((name) => `${name}=${labels![name]}`).join(','))
}
