import { RESOURCES } from '../../api/index.ts'
import { commandNamed } from './command-line.ts'
import { COMMANDS } from './commands/commands.ts'
import { COMMON } from './flags.ts'
import type { KubectlState } from './kubectl.ts'
import { resourceOf } from './targets.ts'

/** What Tab offers for a line: the words that fit, and from which column they replace it. */
export function completionsOf(_state: KubectlState, line: string, names: (resource: string, namespace: string) => readonly string[]): { readonly from: number; readonly options: readonly string[] } {
  const from = line.lastIndexOf(' ') + 1
  const word = line.slice(from)
  const words = line.slice(0, from).split(/\s+/).filter(Boolean)
  if (words.length === 0) return { from, options: fitting(['kubectl'], word) }
  const given = words.slice(1)
  const found = commandNamed(given)
  const plain = given.filter((one) => !one.startsWith('-'))
  const next = COMMANDS.map(({ path }) => path.split(' ')).filter((path) => plain.length < path.length && plain.every((one, index) => path[index] === one)).map((path) => path[plain.length]!)
  if (word.startsWith('-')) return { from, options: fitting(Object.keys({ ...COMMON, ...found?.command.flags }).map((flag) => `--${flag}`), word) }
  if (!found || next.length > 0) return { from, options: fitting(next, word) }
  const at = given.findIndex((one) => one === '-n' || one === '--namespace')
  const namespace = at >= 0 ? given[at + 1] ?? 'default' : 'default'
  if (word.includes('/')) {
    const info = resourceOf(word.slice(0, word.indexOf('/')))
    return { from, options: info ? fitting(names(info.resource, namespace).map((name) => `${word.slice(0, word.indexOf('/'))}/${name}`), word) : [] }
  }
  const info = plain.length > found.command.path.split(' ').length ? resourceOf(plain.at(-1)!) : undefined
  return { from, options: fitting(info ? names(info.resource, namespace) : RESOURCES.map(({ resource }) => resource), word) }
}

const fitting = (options: readonly string[], word: string): readonly string[] => [...new Set(options)].filter((option) => option.startsWith(word)).sort()
