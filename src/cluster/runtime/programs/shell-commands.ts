import { timeText } from '../../../api/index.ts'
import { SECOND, type Micros } from '../../../kernel/index.ts'

/** What a command of the shell sees and changes. */
export interface ShellWorld {
  readonly variables: Map<string, string>
  readonly exported: Set<string>
  readonly files: Map<string, string>
  readonly clockUs: Micros
  below(bound: number): number
}

export interface Ran {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
  /** The command takes this long. */
  readonly sleepUs?: Micros
}

const done = (stdout = '', status = 0, stderr = ''): Ran => ({ status, stdout, stderr })
const failed = (stderr: string, status = 1): Ran => ({ status, stdout: '', stderr: `${stderr}\n` })

/** The applets of the simulated busybox, without those that the interpreter handles itself. Undefined: no such command. */
export function runCommand(argv: readonly string[], input: string, world: ShellWorld): Ran | undefined {
  const name = argv[0]!.slice(argv[0]!.lastIndexOf('/') + 1)
  const args = argv.slice(1)
  switch (name) {
    case 'true': case ':': case 'sync': case 'chmod': case 'chown': case 'mkdir': return done()
    case 'false': return done('', 1)
    case 'echo': return echo(args)
    case 'printf': return done(printf(args))
    case 'cat': return cat(args, input, world)
    case 'sleep': return sleep(args)
    case 'date': return date(args, world)
    case 'env': case 'printenv': return environment(args, world)
    case 'hostname': return done(`${world.variables.get('HOSTNAME') ?? ''}\n`)
    case 'whoami': return done('root\n')
    case 'pwd': return done(`${world.variables.get('PWD') ?? '/'}\n`)
    case 'id': return done('uid=0(root) gid=0(root) groups=0(root)\n')
    case 'uname': return done(args.includes('-a') ? `Linux ${world.variables.get('HOSTNAME') ?? ''} 6.12.0 #1 SMP x86_64 GNU/Linux\n` : 'Linux\n')
    case 'test': return done('', holds(args, world) ? 0 : 1)
    case '[': return args[args.length - 1] === ']' ? done('', holds(args.slice(0, -1), world) ? 0 : 1) : failed('sh: missing ]', 2)
    case 'touch': for (const path of args) if (!world.files.has(path)) world.files.set(path, ''); return done()
    case 'rm': return remove(args, world)
    case 'mv': case 'cp': return move(name, args, world)
    case 'ls': return directory(args, world)
    case 'grep': return grep(args, input, world)
    case 'wc': return done(args.includes('-l') ? `${lines(input).length}\n` : `${input.length}\n`)
    case 'head': return done(joined(lines(input).slice(0, count(args))))
    case 'tail': return tail(args, input, world)
    case 'seq': return done(joined(sequence(args)))
    case 'sort': return done(joined([...lines(input)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))))
    case 'tee': for (const path of args) world.files.set(path, input); return done(input)
    case 'kill': return done()
    default: return undefined
  }
}

function echo(args: readonly string[]): Ran {
  const flags = args[0] === '-n' || args[0] === '-e' || args[0] === '-ne' ? args[0] : ''
  const text = args.slice(flags ? 1 : 0).join(' ')
  return done((flags.includes('e') ? unescaped(text) : text) + (flags.includes('n') ? '' : '\n'))
}

const unescaped = (text: string): string => text.replace(/\\([nt\\])/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : '\\'))

function printf([format = '', ...args]: readonly string[]): string {
  let at = 0
  return unescaped(format).replace(/%[sd%]/g, (what) => (what === '%%' ? '%' : args[at++] ?? ''))
}

function cat(args: readonly string[], input: string, { files }: ShellWorld): Ran {
  if (args.length === 0) return done(input)
  let text = ''
  let errors = ''
  for (const path of args) {
    const file = files.get(path)
    if (file === undefined) errors += `cat: can't open '${path}': No such file or directory\n`
    else text += file
  }
  return done(text, errors ? 1 : 0, errors)
}

/** Seconds, or with busybox's suffixes s, m, h, d; several add up. */
function sleep(args: readonly string[]): Ran {
  if (args.length === 0) return failed('sleep: missing operand')
  let us = 0
  for (const arg of args) {
    const match = /^([0-9]*\.?[0-9]+)([smhd]?)$/.exec(arg)
    if (arg === 'infinity' || arg === 'inf') us += 365 * 86_400 * SECOND
    else if (!match) return failed(`sleep: invalid number '${arg}'`)
    else us += Math.round(Number(match[1]) * { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] as '' | 's' | 'm' | 'h' | 'd'] * SECOND)
  }
  return { status: 0, stdout: '', stderr: '', sleepUs: us }
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The simulation begins on Thursday, 2026-01-01T00:00:00Z. */
function date(args: readonly string[], { clockUs }: ShellWorld): Ran {
  const text = timeText(clockUs)
  const [year, month, day] = text.slice(0, 10).split('-') as [string, string, string]
  const time = text.slice(11, 19)
  const format = args.find((arg) => arg.startsWith('+'))
  const seconds = 1_767_225_600 + Math.floor(clockUs / SECOND)
  if (format === undefined) {
    const weekday = DAYS[(4 + Math.floor(clockUs / (86_400 * SECOND))) % 7]
    return done(`${weekday} ${MONTHS[Number(month) - 1]} ${day.replace(/^0/, ' ')} ${time} UTC ${year}\n`)
  }
  const parts: Record<string, string> = {
    Y: year, m: month, d: day, H: time.slice(0, 2), M: time.slice(3, 5), S: time.slice(6, 8), T: time, F: `${year}-${month}-${day}`, s: String(seconds), '%': '%',
  }
  return done(`${format.slice(1).replace(/%([YmdHMSTFs%])/g, (_, c: string) => parts[c]!)}\n`)
}

function environment(args: readonly string[], { variables, exported }: ShellWorld): Ran {
  if (args.length > 0) {
    const value = exported.has(args[0]!) ? variables.get(args[0]!) : undefined
    return value === undefined ? done('', 1) : done(`${value}\n`)
  }
  return done(joined([...exported].map((name) => `${name}=${variables.get(name) ?? ''}`)))
}

function holds(args: readonly string[], world: ShellWorld): boolean {
  if (args[0] === '!') return !holds(args.slice(1), world)
  const either = args.indexOf('-o')
  if (either > 0) return holds(args.slice(0, either), world) || holds(args.slice(either + 1), world)
  const both = args.indexOf('-a')
  if (both > 0) return holds(args.slice(0, both), world) && holds(args.slice(both + 1), world)
  if (args.length === 1) return args[0] !== ''
  const [left = '', operator = '', right = ''] = args.length === 2 ? ['', args[0], args[1]] : args
  switch (operator) {
    case '-f': case '-e': case '-r': return world.files.has(right)
    case '-s': return (world.files.get(right) ?? '') !== ''
    case '-d': return right === '/' || [...world.files.keys()].some((path) => path.startsWith(`${right}/`))
    case '-n': return right !== ''
    case '-z': return right === ''
    case '=': case '==': return left === right
    case '!=': return left !== right
    case '-eq': return Number(left) === Number(right)
    case '-ne': return Number(left) !== Number(right)
    case '-lt': return Number(left) < Number(right)
    case '-le': return Number(left) <= Number(right)
    case '-gt': return Number(left) > Number(right)
    case '-ge': return Number(left) >= Number(right)
    default: return false
  }
}

function remove(args: readonly string[], { files }: ShellWorld): Ran {
  const force = args.some((arg) => arg.startsWith('-') && arg.includes('f'))
  for (const path of args.filter((arg) => !arg.startsWith('-'))) {
    if (!files.delete(path) && !force) return failed(`rm: can't remove '${path}': No such file or directory`)
  }
  return done()
}

function move(name: string, args: readonly string[], { files }: ShellWorld): Ran {
  const [from = '', to = ''] = args.filter((arg) => !arg.startsWith('-'))
  const text = files.get(from)
  if (text === undefined) return failed(`${name}: can't ${name === 'mv' ? 'rename' : 'stat'} '${from}': No such file or directory`)
  files.set(to.endsWith('/') ? to + from.slice(from.lastIndexOf('/') + 1) : to, text)
  if (name === 'mv') files.delete(from)
  return done()
}

function directory(args: readonly string[], { files }: ShellWorld): Ran {
  const path = args.find((arg) => !arg.startsWith('-')) ?? '/'
  if (files.has(path)) return done(`${path}\n`)
  const prefix = path.endsWith('/') ? path : `${path}/`
  const names = new Set<string>()
  for (const file of files.keys()) if (file.startsWith(prefix)) names.add(file.slice(prefix.length).split('/')[0]!)
  if (names.size === 0 && path !== '/') return failed(`ls: ${path}: No such file or directory`)
  return done(joined([...names].sort((a, b) => (a < b ? -1 : 1))))
}

function grep(args: readonly string[], input: string, { files }: ShellWorld): Ran {
  const flags = args.filter((arg) => arg.startsWith('-')).join('')
  const [pattern = '', path] = args.filter((arg) => !arg.startsWith('-'))
  const text = path === undefined ? input : files.get(path)
  if (text === undefined) return failed(`grep: ${path}: No such file or directory`, 2)
  const ignoreCase = flags.includes('i')
  const wanted = ignoreCase ? pattern.toLowerCase() : pattern
  // NB: patterns are plain text and not regular expressions because a learner's one can be endless.
  const hits = lines(text).filter((line) => (ignoreCase ? line.toLowerCase() : line).includes(wanted) !== flags.includes('v'))
  return done(flags.includes('q') ? '' : flags.includes('c') ? `${hits.length}\n` : joined(hits), hits.length > 0 ? 0 : 1)
}

/** `tail -f` never ends, whatever it reads. */
function tail(args: readonly string[], input: string, { files }: ShellWorld): Ran {
  const path = args.find((arg) => !arg.startsWith('-') && !/^[0-9]+$/.test(arg))
  const text = path === undefined ? input : files.get(path) ?? ''
  const last = joined(lines(text).slice(-count(args)))
  return args.some((arg) => /^-[a-z]*[fF]/.test(arg)) ? { status: 0, stdout: last, stderr: '', sleepUs: 365 * 86_400 * SECOND } : done(last)
}

function sequence(args: readonly string[]): string[] {
  const [first, last] = args.length > 1 ? [Number(args[0]), Number(args[args.length - 1])] : [1, Number(args[0])]
  const numbers: string[] = []
  for (let i = first!; i <= last! && numbers.length < 10_000; i++) numbers.push(String(i))
  return numbers
}

function count(args: readonly string[]): number {
  const flag = args.find((arg) => /^-n?[0-9]+$/.test(arg))
  const separate = args.indexOf('-n')
  return Number(flag?.replace(/^-n?/, '') ?? (separate >= 0 ? args[separate + 1] : 10))
}

const lines = (text: string): string[] => (text === '' ? [] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n'))
const joined = (all: readonly string[]): string => (all.length === 0 ? '' : `${all.join('\n')}\n`)
