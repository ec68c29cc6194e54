import type { Command, FromEngine, Frame, PodFill } from '../../protocol/index.ts'
import type { Scenario } from '../../lessons/index.ts'
import { lessonNamed } from '../../lessons/index.ts'
import { layout } from '../stage/layout.ts'
import type { StagePlan } from '../stage/plan.ts'
import { sprites, type Shown, type Sprite } from '../stage/scene.ts'
import type { Connect, EngineDoor } from '../store/door.ts'
import { applyViews, isSystem, noEntities, type Entities } from '../store/entities.ts'

/** One instant of a scenario that really ran, small. */
export interface Instant {
  readonly plan: StagePlan
  readonly pods: readonly { readonly node: string; readonly fill: PodFill; readonly leaving: boolean }[]
  readonly limbo: number
  readonly dark: readonly string[]
  readonly sprites: readonly Pick<Sprite, 'at' | 'packet'>[]
}

const SIZE = { width: 792, height: 572 }
const SAMPLE_MS = 80
const LENGTH_MS = 4200
const SPEED = 5

/** Opens a scenario in an engine of its own and keeps how it begins. Returns what ends it. */
export function glance(connect: Connect, scenario: Scenario, keep: (instant: Instant) => void): () => void {
  const door = open(connect, scenario, (entities, shown) => {
    keep(instantOf(entities, shown))
    door.close()
  })
  return () => { door.close() }
}

/** Opens it, tries the first thing that it offers, and keeps what is seen of it. Returns what ends it. */
export function record(connect: Connect, scenario: Scenario, keep: (instant: Instant, last: boolean) => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined
  let latest: () => Instant
  const end = () => {
    clearInterval(timer)
    door.close()
  }
  const door = open(connect, scenario, (entities, shown) => {
    latest = () => instantOf(entities, shown)
    if (timer !== undefined) return
    keep(latest(), false)
    begin(scenario, command => { door.send({ type: 'command', command }) })
    const until = performance.now() + LENGTH_MS
    timer = setInterval(() => {
      const last = performance.now() > until
      keep(latest(), last)
      if (last) end()
    }, SAMPLE_MS)
  })
  return end
}

function open(connect: Connect, scenario: Scenario, see: (entities: Entities, shown: Shown) => void): EngineDoor {
  const door = connect()
  let entities = noEntities()
  const hear = (frame: Frame) => {
    entities = applyViews(entities, frame)
    door.send({ type: 'shown', seq: frame.seq })
    see(entities, { packets: frame.packets, trail: frame.trail, since: performance.now() })
  }
  door.listen((message: FromEngine) => { if (message.type === 'frame') hear(message) })
  door.send({ type: 'command', command: { do: 'open', scenario: scenario.id, seed: 7 } })
  return door
}

function begin(scenario: Scenario, send: (command: Command) => void): void {
  send({ do: 'pace', pace: 'story', speed: SPEED })
  const line = lessonNamed(scenario.lesson ?? '')?.chapters[0]?.command
  if (line !== undefined) return send({ do: 'kubectl', line })
  const offer = scenario.offers?.find(one => one.offer === 'poke' || !one.line.startsWith('kubectl get')) ?? scenario.offers?.[0]
  if (offer?.offer === 'poke') send({ do: 'poke', poke: offer.poke })
  else if (offer !== undefined) send({ do: 'kubectl', line: offer.line, ...(offer.files ? { files: offer.files } : {}) })
  send({ do: 'play' })
}

export function instantOf(entities: Entities, shown: Shown): Instant {
  const plan = layout({
    etcd: entities.etcd.map(id => id.slice('etcd/'.length)), controllers: entities.controllers.map(id => id.slice('controller/'.length)),
    nodes: entities.nodes.flatMap((id, slot) => { const view = entities.views.get(id); return view?.kind === 'node' ? [{ name: view.name, slot, controlPlane: view.controlPlane }] : [] }),
  }, SIZE, 'wide')
  const pods: Instant['pods'][number][] = []
  const dark: string[] = []
  let limbo = 0
  for (const view of entities.views.values()) {
    if (view.kind === 'node' && (!view.powered || view.ready !== 'True')) dark.push(view.name)
    if (view.kind !== 'pod' || isSystem(view)) continue
    if (view.node === '') limbo++
    else pods.push({ node: view.node, fill: view.ghost ? 'pending' : view.fill, leaving: view.terminating })
  }
  return { plan, pods, limbo, dark, sprites: sprites(plan, shown, performance.now(), false).map(({ at, packet }) => ({ at, packet })) }
}
