import type { Command } from './command.ts'

/** A session as its inputs: the same scenario, seed and commands at the same places live the same history. What a share link, a file and a restored page hold. */
export interface SessionRecord {
  readonly glass: 1
  readonly engine: string
  readonly scenario: string
  readonly seed: number
  readonly entries: readonly RecordEntry[]
  /** How far each branch was simulated. */
  readonly ends: readonly Place[]
  readonly head: Place & { readonly settled: boolean }
  /** How the page looked at it. The engine neither writes nor reads it. */
  readonly view?: { readonly layers?: string }
}

/** On this branch, after so many events and at this virtual time in microseconds, both since the lesson began. */
export interface Place { readonly branch: number; readonly handled: number; readonly at: number }

/** `hash` is the fingerprint of the history up to there: another engine says where it first differs. `end`, for what was done in the past: how far the branch had been lived. */
export interface RecordEntry extends Place { readonly hash: string; readonly command: HistoricCommand; readonly end?: Pick<Place, 'handled' | 'at'> }

/** Commands that make history, or name a part of it; all others only look at it. */
export type HistoricCommand = Extract<Command, { readonly do: 'kubectl' | 'interrupt' | 'poke' | 'undo-poke' | 'heal' | 'fork' | 'delete-branch' | 'rename-branch' | 'bookmark' | 'rename-bookmark' | 'delete-bookmark' | 'predict' }>

const HISTORIC: ReadonlySet<string> = new Set<HistoricCommand['do']>(['kubectl', 'interrupt', 'poke', 'undo-poke', 'heal', 'fork', 'delete-branch', 'rename-branch', 'bookmark', 'rename-bookmark', 'delete-bookmark', 'predict'])
export const isHistoric = (command: Command): command is HistoricCommand => HISTORIC.has(command.do)

export type Parsed = { readonly record: SessionRecord } | { readonly wrong: string }

/** Reads what came from outside. `wrong` names the first field that is not as it must be. */
export function parseRecord(value: unknown): Parsed {
  const wrong = firstWrong(value, '', recordShape())
  return wrong === undefined ? { record: value as SessionRecord } : { wrong }
}

type Shape =
  | 'text' | 'whole' | 'number' | 'flag' | 'texts' | { readonly equals: unknown } | { readonly list: Shape } | { readonly fields: Readonly<Record<string, Shape>>; readonly optional?: Readonly<Record<string, Shape>> }
  | { readonly by: string; readonly cases: Readonly<Record<string, Shape>> }

/** Made when it is asked for, so that a page that reads no record carries none of it. */
function recordShape(): Shape {
  const place = { branch: 'whole', handled: 'whole', at: 'whole' } as const
  const line = { from: 'text', to: 'text' } as const

  const fields = (all: Readonly<Record<string, Shape>>, optional?: Readonly<Record<string, Shape>>): Shape => ({ fields: all, ...(optional ? { optional } : {}) })
  const ofNode = fields({ node: 'text' })
  const ofProcess = fields({ process: 'text' })
  const ofMember = fields({ member: 'text' })
  const ofEvent = fields({ event: 'whole' })

  const poke: Shape = {
    by: 'poke',
    cases: {
      'delete-pod': fields({ namespace: 'text', name: 'text' }), 'kill-container': fields({ node: 'text', namespace: 'text', pod: 'text', container: 'text' }),
      'memory-hog': fields({ node: 'text', namespace: 'text', pod: 'text', container: 'text', mebibytesPerSecond: 'number' }), 'stop-kubelet': ofNode, 'power-off': ofNode, cordon: ofNode, drain: ofNode, 'kill-etcd': ofMember, 'full-disk': ofMember, 'pause-controller': fields({ controller: 'text' }), 'pause-scheduler': fields({}), 'lag-watch': fields({ process: 'text', milliseconds: 'whole' }), 'expectations-off': fields({ controller: 'text' }),
      'cut-link': fields(line, { oneWay: 'flag' }), 'slow-link': fields({ ...line, factor: 'number' }), 'lossy-link': fields({ ...line, lossPercent: 'number', duplicatePercent: 'number' }), 'reset-link': fields(line),
      crash: ofProcess, freeze: ofProcess, 'slow-disk': fields({ member: 'text', speed: 'text' }), 'slow-registry': fields({ factor: 'number' }), 'registry-down': fields({}), 'clock-skew': fields({ node: 'text', seconds: 'number' }),
      'bad-image': fields({ namespace: 'text', deployment: 'text' }), 'zone-off': fields({ zone: 'text' }), 'zone-cut': fields({ zone: 'text' }), 'image-storm': fields({ namespace: 'text', deployment: 'text' }), relist: fields({}), 'hold-message': ofEvent, 'drop-message': ofEvent,
    },
  }

  const command: Shape = {
    by: 'do',
    cases: {
      kubectl: fields({ line: 'text' }, { files: 'texts', stdin: 'text' }), interrupt: fields({}), poke: fields({ poke }), 'undo-poke': fields({ flag: 'whole' }), heal: fields({}), fork: fields({}, { name: 'text' }),
      'delete-branch': fields({ branch: 'whole' }), 'rename-branch': fields({ branch: 'whole', name: 'text' }), bookmark: fields({ name: 'text' }), 'rename-bookmark': fields({ bookmark: 'whole', name: 'text' }),
      'delete-bookmark': fields({ bookmark: 'whole' }), predict: fields({ card: 'text', answer: 'text' }),
    },
  }

  return fields({
    glass: { equals: 1 }, engine: 'text', scenario: 'text', seed: 'whole', entries: { list: fields({ ...place, hash: 'text', command }, { end: fields({ handled: 'whole', at: 'whole' }) }) }, ends: { list: fields(place) }, head: fields({ ...place, settled: 'flag' }),
  }, { view: fields({}, { layers: 'text' }) })
}

function firstWrong(value: unknown, path: string, shape: Shape): string | undefined {
  if (typeof shape === 'string') return isSimple(value, shape) ? undefined : path || '.'
  if ('equals' in shape) return value === shape.equals ? undefined : path
  if ('list' in shape) return Array.isArray(value) ? firstOf(value.map((one, index) => () => firstWrong(one, `${path}[${index}]`, shape.list))) : path
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return path || '.'
  const object = value as Readonly<Record<string, unknown>>
  if ('by' in shape) {
    const found = Object.hasOwn(shape.cases, String(object[shape.by])) ? shape.cases[String(object[shape.by])] : undefined
    return found ? firstWrong(value, path, found) : `${path}.${shape.by}`
  }
  const optional = Object.entries(shape.optional ?? {}).filter(([name]) => object[name] !== undefined)
  return firstOf([...Object.entries(shape.fields), ...optional].map(([name, one]) => () => firstWrong(object[name], path === '' ? name : `${path}.${name}`, one)))
}

function firstOf(looks: readonly (() => string | undefined)[]): string | undefined {
  for (const look of looks) {
    const found = look()
    if (found !== undefined) return found
  }
  return undefined
}

function isSimple(value: unknown, shape: Extract<Shape, string>): boolean {
  switch (shape) {
    case 'text': return typeof value === 'string'
    case 'whole': return Number.isSafeInteger(value)
    case 'number': return typeof value === 'number' && Number.isFinite(value)
    case 'flag': return typeof value === 'boolean'
    case 'texts': return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => typeof one === 'string')
  }
}
