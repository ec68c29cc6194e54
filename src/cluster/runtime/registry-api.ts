import type { Address } from '../../kernel/index.ts'

/** A runtime asks for an image's manifest, then for the layers that it lacks. */
export type RegistryRequest =
  | { readonly type: 'registry-request'; readonly id: number; readonly ask: 'manifest'; readonly reference: string }
  | { readonly type: 'registry-request'; readonly id: number; readonly ask: 'layers'; readonly reference: string; readonly digests: readonly string[] }

export interface Layer { readonly digest: string; readonly bytes: number }

export interface Manifest {
  /** Repository with host, without tag: 'docker.io/library/httpd'. */
  readonly repository: string
  readonly digest: string
  readonly configDigest: string
  readonly layers: readonly Layer[]
  /** The name of the program in `runtime/programs` that containers of this image run. */
  readonly program: string
}

export type RegistryResponse =
  | { readonly type: 'registry-response'; readonly id: number; readonly ok: true; readonly manifest: Manifest }
  /** `perSecond` is the bandwidth that this registry gives one connection. */
  | { readonly type: 'registry-response'; readonly id: number; readonly ok: true; readonly layersBytes: number; readonly bytesPerSecond: number }
  | { readonly type: 'registry-response'; readonly id: number; readonly ok: false; readonly status: 404 | 401 | 500; readonly error: string }

/** The hand of the learner: slower by a factor, or down (no answer, connections refused). */
export interface RegistryControl { readonly type: 'registry-control'; readonly down?: boolean; readonly slowFactor?: number }

export type RegistryMessage = RegistryRequest | RegistryControl
export type RegistryAddress = Address<RegistryMessage>
