export const waitToBegin = async (...asked: Parameters<typeof import('./reach/waiting.ts').waitToBegin>): Promise<void> => (await import('./reach/waiting.ts')).waitToBegin(...asked)
export const startSpeaker = async (root: HTMLElement, pair: string): Promise<void> => (await import('./presenter/begin.tsx')).startSpeaker(root, pair)
export { start } from './main.tsx'
export type { Connect, EngineDoor } from './store/door.ts'
export type { Said } from './reach/embedding.ts'
