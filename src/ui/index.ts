export const startSpeaker = async (root: HTMLElement, pair: string): Promise<void> => (await import('./presenter/begin.tsx')).startSpeaker(root, pair)
export { start } from './main.tsx'
export type { Connect, EngineDoor } from './store/door.ts'
