// Models spf13/pflag, as far as kubectl uses it.

export type FlagKind = 'bool' | 'string' | 'int' | 'list' | 'array' | 'duration'
export interface Flag {
  readonly kind: FlagKind
  readonly short?: string
  /** What `--flag` without a value means. */
  readonly alone?: string
  readonly default?: string
}
export type FlagTable = Readonly<Record<string, Flag>>

const DURATION = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/

export interface Args {
  readonly positional: readonly string[]
  /** What stood after `--`. */
  readonly rest: readonly string[]
  text(name: string): string | undefined
  list(name: string): readonly string[]
  is(name: string): boolean
}

export const COMMON: FlagTable = {
  namespace: { kind: 'string', short: 'n' }, context: { kind: 'string' }, kubeconfig: { kind: 'string' }, 'request-timeout': { kind: 'string' }, v: { kind: 'int', short: 'v' }, user: { kind: 'string' },
  cluster: { kind: 'string' }, help: { kind: 'bool', short: 'h' }, as: { kind: 'string' }, 'as-group': { kind: 'array' },
}

export function parseFlags(words: readonly string[], table: FlagTable): Args | { readonly problem: string } {
  const flags: FlagTable = { ...COMMON, ...table }
  const values = new Map<string, string[]>()
  const positional: string[] = []
  let rest: readonly string[] = []
  const set = (name: string, flag: Flag, value: string): string | undefined => {
    const named = `${flag.short ? `-${flag.short}, ` : ''}--${name}`
    if (flag.kind === 'bool' && !/^(1|t|T|true|True|TRUE|0|f|F|false|False|FALSE)$/.test(value)) return `invalid argument "${value}" for "${named}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`
    if (flag.kind === 'int' && !/^-?\d+$/.test(value)) return `invalid argument "${value}" for "${named}" flag: strconv.ParseInt: parsing "${value}": invalid syntax`
    if (flag.kind === 'int' && BigInt.asIntN(64, BigInt(value)) !== BigInt(value)) return `invalid argument "${value}" for "${named}" flag: strconv.ParseInt: parsing "${value}": value out of range`
    if (flag.kind === 'duration' && !DURATION.test(value)) return `invalid argument "${value}" for "${named}" flag: time: ${/^[-+]?[\d.]*\d$/.test(value) ? 'missing unit in' : 'invalid'} duration "${value}"`
    if (flag.kind === 'bool') value = /^[1tT]/.test(value) ? 'true' : 'false'
    // A list is parted at its commas, an array is not.
    const list = flag.kind === 'list' || flag.kind === 'array' ? [...(values.get(name) ?? []), ...(flag.kind === 'list' ? value.split(',') : [value])] : [value]
    values.set(name, list)
    return undefined
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--') {
      rest = words.slice(i + 1)
      break
    }
    if (word.startsWith('--')) {
      const [name, inline] = cut(word.slice(2))
      const flag = flags[name]
      if (!flag) return { problem: `unknown flag: --${name}` }
      const value = inline ?? (flag.kind === 'bool' ? 'true' : flag.alone ?? words[++i])
      if (value === undefined) return { problem: `flag needs an argument: --${name}` }
      const problem = set(name, flag, value)
      if (problem) return { problem }
    } else if (word.startsWith('-') && word !== '-') {
      let letters = word.slice(1)
      while (letters !== '') {
        const letter = letters[0]!
        const found = Object.entries(flags).find(([, { short }]) => short === letter)
        if (!found) return { problem: `unknown shorthand flag: '${letter}' in ${word}` }
        const [name, flag] = found
        letters = letters.slice(1)
        let value: string | undefined
        if (flag.kind === 'bool' && !letters.startsWith('=')) value = 'true'
        else {
          value = letters.startsWith('=') && letters.length > 1 ? letters.slice(1) : letters !== '' ? letters : words[++i]
          letters = ''
        }
        if (value === undefined) return { problem: `flag needs an argument: '${letter}' in ${word}` }
        const problem = set(name, flag, value)
        if (problem) return { problem }
      }
    } else positional.push(word)
  }
  return {
    positional, rest,
    text: (name) => values.get(name)?.at(-1) ?? flags[name]?.default,
    list: (name) => values.get(name) ?? [],
    is: (name) => (values.get(name)?.at(-1) ?? flags[name]?.default) === 'true',
  }
}

function cut(word: string): [string, string | undefined] {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}
