import type { ApiObject } from '../../../api/index.ts'
import { clock, send, type Answer, type Ask } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { goText, relaxed, valuesAt } from '../jsonpath.ts'
import { ended, errorText, failed, fetched, pathOfTarget } from '../targets.ts'
import type { Command, CommandContext } from './command.ts'
import { durationUs } from './flagship.ts'
import { told } from './get.ts'
import { FILES, namedBy, type Named } from './named.ts'

/** Waits until an object is away, or another one has taken its name. Without a limit, for ever. */
export function* gone({ info, name, namespace, uid }: Named & { readonly uid?: string | undefined }, timeoutUs: number | undefined): Generator<Ask, boolean, Answer> {
  const found = yield* send({ method: 'GET', path: pathOfTarget(info, namespace, name) })
  if (found.code !== 200 || (uid !== undefined && (found.body as ApiObject).metadata.uid !== uid)) return true
  const list = yield* send({ method: 'GET', path: pathOfTarget(info, namespace), query: { fieldSelector: `metadata.name=${name}`, limit: '500', resourceVersion: '0' } })
  const resourceVersion = (list.body as { metadata?: { resourceVersion?: string } } | undefined)?.metadata?.resourceVersion ?? '0'
  return (yield* watched({ info, name, namespace }, resourceVersion, timeoutUs, (event) => event === 'DELETED')) === true
}

/** Watches an object until it is as it should be. False: the time was up. A text: what is wrong. */
function* watched({ info, name, namespace }: Named, resourceVersion: string, timeoutUs: number | undefined, until: (event: string, object: ApiObject) => boolean | string): Generator<Ask, boolean | string, Answer> {
  const opened = yield { ask: 'watch', request: { method: 'GET', path: pathOfTarget(info, namespace), query: { watch: 'true', allowWatchBookmarks: 'true', fieldSelector: `metadata.name=${name}`, resourceVersion } } }
  if (opened.answer !== 'watching') return false
  const begun = yield* clock()
  for (;;) {
    const left = timeoutUs === undefined ? undefined : timeoutUs - ((yield* clock()) - begun)
    const next = left !== undefined && left <= 0 ? TIME_OUT : yield { ask: 'next', watch: opened.watch, timeoutUs: left }
    const met = next.answer === 'event' ? until(next.event, next.object as ApiObject) : false
    if (next.answer === 'event' && met === false) continue
    yield { ask: 'stop', watch: opened.watch }
    return met
  }
}

const TIME_OUT = { answer: 'time-out' } as const
const A_WEEK = '168h'

export const WAIT: Command = {
  path: 'wait', usage: 'wait ([-f FILENAME] | resource.group/resource.name) --for=delete|--for=condition=available|--for=jsonpath=\'{}\'=value', flags: { ...FILES, for: { kind: 'string' }, timeout: { kind: 'duration', default: '30s' } },
  * run(args, cx) {
    const condition = args.text('for')
    const away = condition?.toLowerCase() === 'delete'
    const holds = away ? () => false : conditionOf(condition)
    if (typeof holds === 'string') return yield* failed(holds)
    const asked = args.text('timeout')!
    const limitUs = durationUs(asked.startsWith('-') ? A_WEEK : asked)
    const begun = yield* clock()
    const creates = condition?.toLowerCase() === 'create'
    if (creates) {
      const appeared = yield* created(args, cx, begun + limitUs)
      if (appeared !== undefined) return appeared
    }
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    if (named.length === 0) return away ? 0 : yield* failed('no matching resources found')
    const problems: string[] = []
    for (const one of named) {
      const found = yield* fetched(one.info, one.namespace, one.name)
      // What was away from the beginning is not worth a word.
      if (away && found.code === 404) continue
      if (found.code !== 200) {
        problems.push(errorText(found))
        continue
      }
      const object = found.body as ApiObject
      const left = limitUs - ((yield* clock()) - begun)
      const now = limitUs > 0 && left <= 0 ? false : holds(object)
      const met = now !== false || left <= 0 ? now
        : away ? yield* gone(one, left)
        : yield* watched(one, object.metadata.resourceVersion ?? '0', left, (event, next) => (event === 'ADDED' || event === 'MODIFIED' ? holds(next) : false))
      if (met === true) yield* told(args, object, 'condition met')
      else problems.push(met === false ? (limitUs === 0 ? `condition not met for ${one.info.resource}/${one.name}` : `timed out waiting for the condition on ${one.info.resource}/${one.name}`) : met)
    }
    return yield* ended(problems)
  },
}

/** Asks every half second whether all that is named is there. Undefined: it is. */
function* created(args: Args, cx: CommandContext, untilUs: number): Generator<Ask, number | undefined, Answer> {
  for (;;) {
    const named = yield* namedBy(args, cx)
    if (typeof named === 'number') return named
    let there = named.length > 0
    for (const one of named) there &&= (yield* fetched(one.info, one.namespace, one.name)).code === 200
    if (there) return undefined
    if ((yield* clock()) + POLL_US > untilUs) return yield* failed('timed out waiting for the condition')
    const slept = yield { ask: 'sleep', us: POLL_US }
    if (slept.answer === 'interrupted') return 130
  }
}
const POLL_US = 500_000

/** A condition that can be asked of an object, or why it is none. Models conditionFuncsFor. */
function conditionOf(text: string | undefined): ((object: ApiObject) => boolean | string) | string {
  if (text === undefined) return 'unrecognized condition: []'
  if (text.toLowerCase() === 'create') return () => true
  const condition = /^condition=([^=]*)(?:=(.*))?$/.exec(text)
  if (condition) {
    return ({ status, metadata }) => {
      const { conditions = [], observedGeneration } = (status ?? {}) as { conditions?: readonly { type: string; status: string }[]; observedGeneration?: number }
      if (observedGeneration !== undefined && observedGeneration < (metadata.generation ?? 0)) return false
      return conditions.some(({ type, status: is }) => type.toLowerCase() === condition[1]!.toLowerCase() && is.toLowerCase() === (condition[2] ?? 'true').toLowerCase())
    }
  }
  if (!text.startsWith('jsonpath=')) return `unrecognized condition: ${JSON.stringify(text)}`
  if (text === 'jsonpath=') return 'jsonpath expression cannot be empty'
  const [asked = '', wanted, more] = text.slice('jsonpath='.length).split(/(?<!=)=(?!=)/)
  const path = relaxed(asked)
  if (more !== undefined) return 'jsonpath wait format must be --for=jsonpath=\'{.status.readyReplicas}\'=3 or --for=jsonpath=\'{.status.readyReplicas}\''
  if (path === undefined) return 'unexpected path string, expected a \'name1.name2\' or \'.name1.name2\' or \'{name1.name2}\' or \'{.name1.name2}\''
  const value = wanted?.replace(/^['"]+|['"]+$/g, '')
  if (value === '') return 'jsonpath wait has to have a value after equal sign, like --for=jsonpath=\'{.status.readyReplicas}\'=3'
  return (object) => {
    const [found, ...others] = valuesAt(path, object)
    if (found === undefined) return false
    if (others.length > 0) return 'given jsonpath expression matches more than one value'
    if (value === undefined) return true
    return typeof found === 'object' && found !== null ? 'jsonpath leads to a nested object or list which is not supported' : goText(found).trim() === value.trim()
  }
}
