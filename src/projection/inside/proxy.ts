import { ruleText } from '../../cluster/details.ts'
import { proxyView } from '../../cluster/index.ts'
import type { ProxyInside, ProxyService } from '../../protocol/index.ts'
import { isUp, state } from '../views.ts'
import type { Looking } from './inside.ts'

type Table = ReturnType<typeof proxyView>['table']
type Rule = Parameters<typeof ruleText>[1]

export function insideProxy({ kernel, place, beganAt }: Looking): ProxyInside {
  const node = place.split('/')[1]!
  const actor = `kube-proxy/${node}`
  const { table, syncs, syncedAtUs, pending } = proxyView(state(kernel, actor))
  const chains = (['nat', 'filter'] as const).flatMap((name) => [...table[name]].map(([chain, rules]) => ({ table: name, chain, rules: rules.map((rule) => ruleText(chain, rule)) })))
  return { inside: 'proxy', node, up: isUp(kernel, actor), syncs, syncedAt: syncedAtUs - beganAt, pending, services: servicesOf(table), chains }
}

/** The ports of Services in the order in which a packet meets them. */
function servicesOf(table: Table): readonly ProxyService[] {
  const served = rulesOf(table.nat, 'KUBE-SERVICES').filter(({ destination }) => destination !== undefined).map((rule): ProxyService => ({
    ...named(rule), chain: rule.jump, refused: false, endpoints: endpointsOf(table, rule.jump),
  }))
  const refused = rulesOf(table.filter, 'KUBE-SERVICES').map((rule): ProxyService => ({ ...named(rule), chain: rule.jump, refused: true, endpoints: [] }))
  return [...served, ...refused]
}

const named = ({ comment = '', destination = '', port, protocol = 'tcp' }: Rule): Pick<ProxyService, 'service' | 'address' | 'protocol'> =>
  ({ service: comment.split(' ')[0]!, address: `${destination}:${port ?? ''}`, protocol })

function endpointsOf(table: Table, chain: string): ProxyService['endpoints'] {
  return rulesOf(table.nat, chain).filter(({ jump }) => jump.startsWith('KUBE-SEP-')).map(({ jump, probability }) => {
    const address = rulesOf(table.nat, jump).find((rule) => rule.to !== undefined)?.to ?? ''
    return { address, chain: jump, ...(probability === undefined ? {} : { probability }) }
  })
}

const rulesOf = (table: ReadonlyMap<string, readonly Rule[]>, chain: string): readonly Rule[] => table.get(chain) ?? []
