import type { ApiObject, Binding, DeleteOptions } from '../../../api/index.ts'

/** How an update makes the new object out of the stored one. Applied again whenever the stored one turns out to be newer. */
export type Mutation =
  | { readonly by: 'replace'; readonly object: ApiObject }
  | { readonly by: 'patch'; readonly patchType: 'json' | 'merge' | 'strategic'; readonly patch: unknown }
  | { readonly by: 'apply'; readonly config: ApiObject; readonly force: boolean }
  | { readonly by: 'bind'; readonly binding: Binding }
  | { readonly by: 'evict'; readonly options: DeleteOptions | undefined }
