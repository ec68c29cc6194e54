const PLAYING_MILLIS = 2_000

/** How long the voice waits before it says the newest sentence. A step of the visitor is told at once. */
export const narrationDelay = (playing: boolean, lastMillis: number, nowMillis: number): number =>
  playing ? Math.max(0, Math.min(PLAYING_MILLIS, lastMillis + PLAYING_MILLIS - nowMillis)) : 0
