import { MINUTE, type Micros } from '../../kernel/index.ts'

/**
 * What a controller has done and not yet heard of. Until its informer shows the pods that it made or deleted, its cache
 * lies about how many there are, and it must not make or delete more. Models controller.UIDTrackingControllerExpectations.
 */
export interface Expectations { readonly of: Map<string, Expected> }

interface Expected {
  adds: number
  /** Keys of the objects whose deletion was asked for. */
  readonly deletions: Set<string>
  since: Micros
}

const EXPIRE_US = 5 * MINUTE

export const createExpectations = (): Expectations => ({ of: new Map() })

export function expectCreations(expectations: Expectations, key: string, count: number, now: Micros): void {
  expectations.of.set(key, { adds: count, deletions: new Set(), since: now })
}

export function expectDeletions(expectations: Expectations, key: string, objectKeys: Iterable<string>, now: Micros): void {
  expectations.of.set(key, { adds: 0, deletions: new Set(objectKeys), since: now })
}

/** One was heard of, or its creation failed. */
export function creationObserved(expectations: Expectations, key: string, count = 1): void {
  const expected = expectations.of.get(key)
  if (expected) expected.adds -= count
}

/** It was heard of as deleted or terminating, or its deletion failed. */
export function deletionObserved(expectations: Expectations, key: string, objectKey: string): void {
  expectations.of.get(key)?.deletions.delete(objectKey)
}

/** True if nothing is outstanding, or has been for so long that the informer is believed again. */
export function satisfied(expectations: Expectations, key: string, now: Micros): boolean {
  const expected = expectations.of.get(key)
  if (!expected) return true
  return (expected.adds <= 0 && expected.deletions.size === 0) || now - expected.since > EXPIRE_US
}

export const outstanding = (expectations: Expectations, key: string): { adds: number; deletions: number } => {
  const expected = expectations.of.get(key)
  return { adds: Math.max(0, expected?.adds ?? 0), deletions: expected?.deletions.size ?? 0 }
}

export function forgetExpectations(expectations: Expectations, key: string): void {
  expectations.of.delete(key)
}
