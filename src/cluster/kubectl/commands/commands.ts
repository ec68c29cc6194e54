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

/** What the real kubectl can do and this one cannot, with the nearest thing. */
export const UNSUPPORTED: Readonly<Record<string, string>> = {
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
}
