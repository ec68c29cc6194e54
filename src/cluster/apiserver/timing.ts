import type { Micros } from '../../kernel/index.ts'

/** Virtual time that each stage takes. Orders of magnitude of a small API server's request latencies without its disk. */
export const AUTHENTICATION_US: Micros = 40
export const AUTHORIZATION_US: Micros = 30
export const ADMISSION_US: Micros = 60
export const VALIDATION_US: Micros = 50
export const ENCODE_US: Micros = 40

/** What each object adds to a list, or to the begin of a watch. */
export const ENCODE_OBJECT_US: Micros = 5
export const CORES = 4

/** What a read spends before it asks storage or the cache, and what a write spends. */
export const READ_US = AUTHENTICATION_US + AUTHORIZATION_US
export const WRITE_US = READ_US + ADMISSION_US + VALIDATION_US

/** A request without its own `timeout` ends after this. */
export const REQUEST_TIMEOUT_US: Micros = 60_000_000
export const SWEEP_US: Micros = 1_000_000
/** How long a read waits for the cache to reach a revision. */
export const FRESH_TIMEOUT_US: Micros = 3_000_000
export const PROGRESS_RETRY_US: Micros = 100_000
export const BOOKMARK_US: Micros = 60_000_000
export const WATCH_TIMEOUT_MIN_SECONDS = 1800
export const ETCD_RECONNECT_US: Micros = 1_000_000
export const COMPACTION_US: Micros = 300_000_000

export const EVENT_TTL_SECONDS = 3600
/** One etcd lease is shared by what is written within this window, or by this many objects. */
export const LEASE_REUSE_SECONDS = 60
export const LEASE_USES_MAX = 1000

/** How often priority levels lend and borrow seats anew. */
export const REBALANCE_US: Micros = 10_000_000
/** A request may wait in a queue for one part in so many of its time. */
export const QUEUE_PART = 4

export const MAX_READING = 400
export const MAX_WRITING = 200

/** Bootstrap looks again this long after its last write, when the caches have heard of it. */
export const BOOT_SETTLE_US: Micros = 2_000
export const BOOT_RETRY_US: Micros = 1_000_000
