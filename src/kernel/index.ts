export { assert, unreachable } from './assert.ts'
export {
  MILLISECOND, MINUTE, SECOND,
  type ActorId, type Address, type Component, type Cx, type Delivery, type EventId, type Fact, type FactValue, type HostId, type Message, type Micros, type SendOptions,
} from './component.ts'
