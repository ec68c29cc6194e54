// The components from near: a door of its own beside the room's index, for the late part of the engine that looks behind walls.
export { apiServerDetail } from './apiserver/detail.ts'
export { controllersDetail } from './controllers/detail.ts'
export { diskView } from './etcd/view.ts'
export { ruleText } from './network/rules.ts'
export { schedulerDetail } from './scheduler/detail.ts'
export { explain } from './scheduler/explain.ts'
