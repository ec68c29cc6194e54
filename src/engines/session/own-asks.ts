import { isPlain, OWN, ownCommand, TAKES_VALUE, wordsBehind, type OwnCommand } from './own-lines.ts'

export interface OwnAsk { readonly command: OwnCommand; readonly help: boolean; readonly not: boolean; readonly namespace: string; readonly kind: string; readonly name: string; readonly unknown?: string }

/** `why TYPE/NAME` or `why TYPE NAME`, with `-n`, and `--not` for what it waits for. */
export function parseOwn(line: string): OwnAsk {
  const words = wordsBehind(line) ?? []
  const [, ...plain] = words.filter(isPlain)
  const at = words.findIndex((word) => TAKES_VALUE.includes(word))
  const named = words.find((word) => word.startsWith('--namespace='))?.slice('--namespace='.length)
  const [kind = '', name = ''] = plain[0]?.includes('/') ? plain[0].split('/') : plain
  const flags = words.filter((word) => word.startsWith('-') && !TAKES_VALUE.includes(word) && !word.startsWith('--namespace='))
  const unknown = flags.find((flag) => !['--not', '--help', '-h'].includes(flag))
  return { command: ownCommand(line)!, help: flags.some((flag) => flag === '--help' || flag === '-h'), not: flags.includes('--not'), namespace: named ?? (at < 0 ? 'default' : words[at + 1] ?? ''), kind, name, ...(unknown === undefined ? {} : { unknown }) }
}

interface Completions { readonly from: number; readonly options: readonly string[] }

/** Tab over kubectl's commands and ours: behind `why` and `blame` stand the same words as behind `describe`. */
export function completed(line: string, upstream: (line: string) => Completions): Completions {
  const own = ownCommand(line)
  const at = own === undefined ? -1 : line.search(new RegExp(`\\b${own}\\s`))
  if (own !== undefined && at >= 0) {
    const word = line.slice(line.lastIndexOf(' ') + 1)
    if (word.startsWith('-')) return { from: line.lastIndexOf(' ') + 1, options: ['--help', ...(own === 'why' ? ['--not'] : []), '--namespace'].filter((flag) => flag.startsWith(word)) }
    const { from, options } = upstream(`${line.slice(0, at)}describe${line.slice(at + own.length)}`)
    return { from: from - 'describe'.length + own.length, options }
  }
  const found = upstream(line)
  const first = /^\s*(?:kubectl|k)\s+(\S*)$/.exec(line)?.[1]
  return first === undefined ? found : { from: found.from, options: [...found.options, ...OWN.filter((one) => one.startsWith(first))].sort() }
}
