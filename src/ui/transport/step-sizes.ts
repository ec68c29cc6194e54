import type { StepSize } from '../../protocol/index.ts'

/** In the order of the keys 1 to 5. */
export const STEP_SIZES: readonly StepSize[] = ['message', 'write', 'reconcile', 'object', 'milestone']

export const SPEEDS: readonly number[] = [.5, 1, 2, 5, 10, 100]
