/** How long idle virtual time takes on the wall in story pace, in milliseconds: `ux.md` 3.4. */
export const foldMs = (idleUs: number): number => (idleUs < 2_000 ? 0 : Math.min(900, 120 + 90 * Math.log2(1 + idleUs / 10_000)))

/** A fold of this much is shown as a hatched mark on the scrubber. */
export const IDLE_MARK_US = 1_000_000

/** Packets whose virtual times lie this close and share a cause fly as one volley. */
export const VOLLEY_US = 2_000
export const VOLLEY_MAX = 6

/** A packet in a lesson's hop flies this long at speed 1; one that no hop tells of is a flash. */
export const FLIGHT_MS = 700
export const FLASH_MS = 150
/** How long a decision (a hop without a packet) stands before the story goes on. */
export const DWELL_MS = 900
/** How long the story stops at a question that nobody has answered. */
export const QUESTION_MS = 5_000
