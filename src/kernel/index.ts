export { assert, unreachable } from './assert.ts'
export {
  MILLISECOND, MINUTE, SECOND,
  type ActorId, type Address, type Component, type Cx, type Delivery, type EventId, type Fact, type FactValue, type HostId, type Message, type Micros, type SendOptions,
} from './component.ts'
export type { Input } from './input.ts'
export { createKernel, type Kernel } from './kernel.ts'
export { KEEP_ALIVE_US, LAN, LOCAL, type Fault, type Latency, type LinkFault } from './network.ts'
export { below, chance, randomFor, type Random } from './random.ts'
export type { Checkpoint, KernelOptions, LossReason, Observer } from './world.ts'
