export type ManagedOperation = 'Apply' | 'Update'
/** Who writes: `subresource` is '' or missing for the object itself; `timeText` is the time of the request, in seconds, as RFC 3339. */
export interface Writer {
  readonly manager: string
  readonly timeText: string
  readonly subresource?: string
  /** The version the manager speaks; the object's own by default. */
  readonly apiVersion?: string
}
