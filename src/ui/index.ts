export { start } from './main.tsx'
export type { Connect, EngineDoor } from './store/door.ts'
