import { ipNumber } from './flannel.ts'
import { ruleText, type Rule, type RuleTable } from './rules.ts'

export interface Packet {
  readonly ip: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  /** The client; without it nothing is known about the source, and rules that ask for one do not match. */
  readonly source?: string
  /** The destination is an address of this node itself. */
  readonly toLocal?: boolean
}

export interface Visited { readonly chain: string; readonly index: number; readonly rule: Rule; readonly text: string; readonly matched: boolean }

export interface Resolution {
  /** Every rule that the packet met, in order, with those that it passed by. */
  readonly path: readonly Visited[]
  readonly outcome: 'endpoint' | 'rejected' | 'dropped' | 'unchanged'
  /** 'ip:port' after DNAT. */
  readonly endpoint: string | undefined
  readonly masquerade: boolean
}

/** Walks a packet through the node's tables, as the kernel does; kube-proxy itself carries nothing. `below(n)` throws the dice; `remembered` are chains that sent this client somewhere lately. */
export function resolve(table: RuleTable, packet: Packet, below: (bound: number) => number, remembered: ReadonlySet<string> = new Set()): Resolution {
  const walk: Walk = { table, packet, below, remembered, path: [], endpoint: undefined, masquerade: false }
  const verdict = chain(walk, table.filter, 'KUBE-SERVICES') ?? chain(walk, table.filter, 'KUBE-EXTERNAL-SERVICES')
  if (verdict === 'REJECT' || verdict === 'DROP') return { path: walk.path, outcome: verdict === 'REJECT' ? 'rejected' : 'dropped', endpoint: undefined, masquerade: false }
  // NB: filter comes after nat in the kernel; it is asked first because its rules are about services that nat does not know.
  walk.path.length = 0
  chain(walk, table.nat, 'KUBE-SERVICES')
  return { path: walk.path, outcome: walk.endpoint ? 'endpoint' : 'unchanged', endpoint: walk.endpoint, masquerade: walk.masquerade }
}

interface Walk {
  readonly table: RuleTable
  readonly packet: Packet
  readonly below: (bound: number) => number
  readonly remembered: ReadonlySet<string>
  readonly path: Visited[]
  endpoint: string | undefined
  masquerade: boolean
}

/** The verdict of a terminal target, or undefined when the chain came to its end. */
function chain(walk: Walk, chains: RuleTable['nat'], name: string): string | undefined {
  for (const [index, rule] of (chains.get(name) ?? []).entries()) {
    const matched = matches(walk, rule)
    walk.path.push({ chain: name, index, rule, text: ruleText(name, rule), matched })
    if (!matched) continue
    switch (rule.jump) {
      case 'MARK':
        walk.masquerade = true
        continue
      case 'DNAT':
        walk.endpoint = rule.to
        return 'DNAT'
      case 'REJECT': case 'DROP': return rule.jump
      case 'RETURN': return undefined
      default: {
        const verdict = chain(walk, chains, rule.jump)
        if (verdict !== undefined) return verdict
      }
    }
  }
  return undefined
}

const DICE = 1_000_000_000

function matches({ packet, below, remembered }: Walk, rule: Rule): boolean {
  if (rule.protocol && rule.protocol !== packet.protocol) return false
  if (rule.destination && rule.destination !== packet.ip) return false
  if (rule.toLocal && !packet.toLocal) return false
  if (rule.port && rule.port !== packet.port) return false
  if (rule.source && !(packet.source && inRange(packet.source, rule.source))) return false
  if (rule.notSource && !(packet.source && !inRange(packet.source, rule.notSource))) return false
  if (rule.recentSeconds && !remembered.has(rule.jump)) return false
  return rule.probability === undefined || below(DICE) < Number(rule.probability) * DICE
}

export function inRange(ip: string, cidr: string): boolean {
  const [network = '', prefix = '32'] = cidr.split('/')
  const size = 2 ** (32 - Number(prefix))
  return Math.floor(ipNumber(ip) / size) === Math.floor(ipNumber(network) / size)
}
