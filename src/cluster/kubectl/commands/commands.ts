import { complain, type Conversation } from '../conversation.ts'
import { CHANGING } from './changing.ts'
import type { Command } from './command.ts'
import { CREATING } from './creating.ts'
import { DESCRIBE } from './describe.ts'
import { FLAGSHIP } from './flagship.ts'
import { IDENTITY } from './identity.ts'
import { NODE_COMMANDS } from './nodes.ts'
import { READING } from './reading.ts'
import { REPLACE } from './replace.ts'

export const COMMANDS: readonly Command[] = [...FLAGSHIP, ...READING, DESCRIBE, ...CHANGING, ...CREATING, ...NODE_COMMANDS, REPLACE, ...IDENTITY]

export const commandOf = (name: string): Command | undefined => [...COMMANDS, ...UNSUPPORTED].find(({ path, aliases }) => path === name || aliases?.includes(name))

export const helpText = (): string => `kubectl controls the Kubernetes cluster manager.\n\nCommands of this terminal:\n${COMMANDS.map(({ path }) => `  ${path}`).sort().join('\n')}\n`

/** What the real kubectl can do and this one cannot, with the nearest thing. */
const NEAREST: Readonly<Record<string, string>> = {
  exec: 'Use logs to see what a container prints, or describe to see its state.',
  attach: 'Use logs -f to follow what a container prints.',
  'port-forward': 'Use expose to give Pods a Service.',
  cp: 'Use a ConfigMap to give files to a container.',
  edit: 'Write the manifest beside the terminal and use apply -f.',
  diff: 'Use apply --dry-run=server -o yaml to see what would be stored.',
  debug: 'Use describe and events to find out what is wrong.',
  proxy: 'The API server is reached by npm run cluster; see the README.',
  top: 'There is no metrics API in this cluster.',
  autoscale: 'Use scale to set the number of replicas.',
  certificate: 'Certificates are not part of this cluster yet.',
  plugin: 'Plugins cannot run here.',
  kustomize: 'Use apply -f with plain manifests.',
  convert: 'Use get -o yaml to see an object in its stored version.',
  completion: 'The terminal completes words with Tab.',
  'create token': 'Use auth can-i --as=system:serviceaccount:NAMESPACE:NAME to see what an account may do.',
  'create secret tls': 'Use create secret generic with --from-file.',
  'create secret docker-registry': 'Every image can be pulled here without a password.',
  'create job': 'Use run --restart=Never.',
  'create cronjob': 'Use run --restart=Never.',
  'create ingress': 'Use expose to give Pods a Service.',
  'set env': 'Use patch.',
  'set resources': 'Use patch.',
  'set selector': 'Use patch.',
  'set serviceaccount': 'Use patch.',
  'set subject': 'Use create rolebinding.',
  'apply view-last-applied': 'Use get -o yaml.',
  'cluster-info dump': 'Use get -A -o yaml.',
  'auth reconcile': 'Use apply -f.',
  'config set-context': 'Say -n NAMESPACE with each line.',
}
const UNSUPPORTED: readonly Command[] = Object.entries(NEAREST).map(([path, nearest]) => ({ path, nearest, usage: path, flags: {}, run: () => unknown([path]) }))

/** What is said about words that begin no command; flags are not among them. */
export function* unknown(words: readonly string[]): Conversation {
  const [first = '', ...rest] = words
  // 'create secret' has members of its own.
  const below = (name: string): readonly string[] => COMMANDS.filter(({ path }) => path.startsWith(`${name} `)).map(({ path }) => path.slice(name.length + 1))
  const deep = rest.length > 0 && below(`${first} ${rest[0]}`).length > 0
  const name = deep ? `${first} ${rest[0]}` : first
  const group = below(name)
  const more = rest.slice(deep ? 1 : 0)
  if (group.length > 0) {
    yield* complain(more.length === 0 ? `error: kubectl ${name} needs one of: ${group.join(', ')}\n` : `error: unknown command "${more.join(' ')}"\nSee 'kubectl ${name} -h' for help and examples\n`)
    return 1
  }
  const near = first === '' ? [] : [...new Set(COMMANDS.map(({ path }) => path.split(' ')[0]!))].filter((name) => distance(name, first) <= 2 || name.startsWith(first))
  yield* complain(`error: unknown command "${first}" for "kubectl"\n${near.length > 0 ? `\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}` : ''}`)
  return 1
}

/** Letters to change, add or drop. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length]!
}
