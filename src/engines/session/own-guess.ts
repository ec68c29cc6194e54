import { ownCommand } from './own-lines.ts'

/** Whether a line is the page's own. The words of a line are only looked at where one of ours is among them. */
export const isOwn = (line: string): boolean => /why|blame/.test(line.replace(/["'\\]/g, '')) && ownCommand(line) !== undefined
