import { resolvable, type Plugin } from '../framework.ts'
import type { HostPort } from '../shape.ts'

export const PORTS_TAKEN = resolvable("node(s) didn't have free ports for the requested pod ports")

export const nodePorts: Plugin = {
  name: 'NodePorts',
  preFilter: ({ known }) => (known.shape.ports.length === 0 ? { skip: true } : { skip: false, state: undefined }),
  filter: ({ known }, _, { pods }) => (pods.some(({ shape }) => portsClash(known.shape.ports, shape.ports)) ? PORTS_TAKEN : undefined),
}

export const portsClash = (wanted: readonly HostPort[], taken: readonly HostPort[]): boolean => wanted.some(one => taken.some(other => clash(one, other)))

/** Different addresses may share a port, unless one of them is the wildcard. */
const clash = (a: HostPort, b: HostPort): boolean =>
  a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === '0.0.0.0' || b.ip === '0.0.0.0')
