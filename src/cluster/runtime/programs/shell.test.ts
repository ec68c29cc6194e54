import { expect, test } from 'vitest'
import { SECOND } from '../../../kernel/index.ts'
import type { ContainerConfig } from '../cri.ts'
import type { ProcessInput, ProcessIo } from './program.ts'
import { beginProcess, hearProcess } from './programs.ts'
import { compileShell } from './shell-syntax.ts'

interface Ran { lines: string[]; exit: number | undefined; now: number; files: Map<string, string> }

/** Runs a container's first process until it ends or `untilSeconds`; signals arrive at their second. */
function run(script: string, { image = 'busybox', untilSeconds = 60, term, config = {} }: { image?: string; untilSeconds?: number; term?: number; config?: Partial<ContainerConfig> } = {}): Ran {
  const full: ContainerConfig = { name: 'main', attempt: 0, image, env: [], command: ['sh', '-c', script], ...config }
  const ran: Ran = { lines: [], exit: undefined, now: 0, files: new Map() }
  const timers: { at: number; input: ProcessInput }[] = term === undefined ? [] : [{ at: term * SECOND, input: { on: 'signal', signal: 'TERM' } }]
  const process = beginProcess(image, full)!
  const io: ProcessIo = {
    get nowUs() { return ran.now }, get clockUs() { return ran.now }, files: ran.files, below: () => 0, print: (text) => ran.lines.push(text), exit: (code) => { ran.exit ??= code },
    wake: (us, timer) => timers.push({ at: ran.now + us, input: { on: 'timer', timer } }), useMemory: () => {}, listen: () => {}, reply: () => {}, refuse: () => {},
  }
  hearProcess(process, { on: 'start' }, io)
  while (ran.exit === undefined) {
    timers.sort((a, b) => a.at - b.at)
    const next = timers.shift()
    if (!next || next.at > untilSeconds * SECOND) break
    ran.now = next.at
    hearProcess(process, next.input, io)
  }
  return ran
}

test('conditions, loops and arithmetic do what a shell does', () => {
  expect(run('for i in 1 2 3; do if [ $i -eq 2 ]; then continue; fi; echo "got $i"; done; false || echo no && exit 4').lines).toEqual(['got 1', 'got 3', 'no'])
  expect(run('i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i; until true; do echo never; done').lines).toEqual(['3'])
  expect(run('echo a b | grep a | wc -l; echo $(echo nested) "${MISSING:-fallback}" \'$kept\'').lines).toEqual(['1', 'nested fallback $kept'])
  expect(run('set -e; if false; then echo x; fi; false; echo never').exit).toBe(1)
})

test('a sleeping script takes the time that it sleeps', () => {
  const ran = run('sleep 2; echo awake; sleep 0.5s; exit 7')
  expect([ran.now, ran.exit, ran.lines]).toEqual([2.5 * SECOND, 7, ['awake']])
})

test('the first process does not hear SIGTERM unless it has a trap', () => {
  expect(run('sleep 30', { term: 5 }).now).toBe(30 * SECOND)
  expect(run('', { term: 5, config: { command: ['sleep', '30'] } }).now).toBe(30 * SECOND)
})

test('a trap waits for the command in the foreground, but interrupts wait', () => {
  const slow = run('trap "echo bye; exit 0" TERM; sleep 30', { term: 5 })
  expect([slow.now, slow.exit, slow.lines]).toEqual([30 * SECOND, 0, ['bye']])
  const quick = run('trap "echo bye; exit 0" TERM; sleep 30 & wait', { term: 5 })
  expect([quick.now, quick.exit]).toEqual([5 * SECOND, 0])
})

test('files, redirections and variables stay in the container', () => {
  const ran = run('echo ready > /tmp/healthy; cat /tmp/healthy; rm /tmp/healthy; test -f /tmp/healthy || echo gone; echo why > /dev/termination-log; echo $WHO', { config: { env: [{ name: 'WHO', value: 'me' }] } })
  expect(ran.lines).toEqual(['ready', 'gone', 'me'])
  expect(ran.files.get('/dev/termination-log')).toBe('why\n')
})

test('a loop that never sleeps burns time instead of hanging the world', () => {
  const ran = run('while true; do :; done', { untilSeconds: 1 })
  expect(ran.exit).toBeUndefined()
})

test('what is not a script says so and exits with 2; what is not a command with 127', () => {
  expect(compileShell('if true; then echo x')).toEqual({ error: 'syntax error: unexpected end of file (expecting "fi")' })
  expect(run('if true; then')).toMatchObject({ exit: 2 })
  expect(run('nosuch')).toMatchObject({ exit: 127, lines: ['sh: nosuch: not found'] })
  expect(beginProcess('httpd', { name: 'main', attempt: 0, image: 'httpd', env: [], command: ['nosuch'] })).toBeUndefined()
})
