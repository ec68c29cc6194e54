// One part of the page that is loaded late: what this needs beside it is shared with the first part in few pieces.
export { BranchMenu } from './BranchMenu.tsx'
export { Lanes } from './Lanes.tsx'
export { Preview } from './Preview.tsx'
export { TimeMenu } from './TimeMenu.tsx'
export { TimeWindows } from './TimeWindows.tsx'
export { goToCommand } from './commands.ts'
