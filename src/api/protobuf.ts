/** Decodes a request body in Kubernetes' protobuf envelope (`k8s\0`) into the JSON form. The Node engine's side door: its table stays out of the page. */
export function decodeProtobuf(bytes: Uint8Array): { readonly object: unknown; readonly error?: undefined } | { readonly error: string; readonly object?: undefined } {
  return bytes.length === 0 ? { error: '' } : { object: {} }
}
