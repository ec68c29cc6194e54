import { performance } from 'node:perf_hooks'
import { createKernel, SECOND, type Component, type Message } from '../kernel/index.ts'
import { against, ms, row } from './print.ts'

const ACTORS = 5_000
const RECORDS = 30
/** With how many others one actor speaks. */
const PEERS = 16
const EVENTS = 1_000_000

interface Update extends Message { readonly type: 'update'; readonly record: number; readonly value: number }
interface Store { readonly records: Map<number, { readonly value: number; readonly version: number }> }

/** An actor with records, which hands every update on. */
const keeper = (index: number): Component<Store, Update> => ({
  kind: 'keeper',
  init: () => ({ records: new Map(Array.from({ length: RECORDS }, (_, record) => [record, { value: 0, version: 0 }])) }),
  start: (_, cx) => { cx.after(cx.below(SECOND), { type: 'update', record: 0, value: 1 }) },
  step({ records }, { msg: { record, value } }, cx) {
    records.set(record, { value, version: records.get(record)!.version + 1 })
    const next: Update = { type: 'update', record: cx.below(RECORDS), value: value + 1 }
    cx.send(`keeper-${(index + 1 + cx.below(PEERS)) % ACTORS}`, next as Message)
  },
})

/** Events per second of the kernel alone, with 5,000 actors that hold 150,000 records. */
export function kernelFigures(): void {
  const kernel = createKernel({ seed: 1 })
  for (let i = 0; i < ACTORS; i++) kernel.spawn(`keeper-${i}`, `host-${i % 500}`, keeper(i))
  kernel.run(Infinity, EVENTS / 4)
  const start = performance.now()
  kernel.run(Infinity, EVENTS)
  const perSecond = EVENTS / ms(start) * 1000
  row('kernel, 5,000 actors with 150,000 records', `${Math.round(perSecond).toLocaleString('en')} events/s`, `budget 200,000${perSecond < 200_000 ? ': MISSED' : ''}`)
  const saving = performance.now()
  const checkpoint = kernel.checkpoint()
  const saved = ms(saving)
  const restoring = performance.now()
  kernel.restore(checkpoint)
  row('kernel, checkpoint and restore of the same', `${saved.toFixed(0)}, ${ms(restoring).toFixed(0)} ms`, against(ms(restoring), 150, 'ms to go back'))
}
