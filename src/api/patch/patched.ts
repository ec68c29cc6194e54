/** What a patch answers: the patched value, sharing what did not change, or upstream's words for why it does not apply. */
export type Patched = { readonly object: unknown; readonly error?: undefined } | { readonly error: string; readonly object?: undefined }
