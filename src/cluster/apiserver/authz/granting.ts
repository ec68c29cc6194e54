import type { ApiObject, Status } from '../../../api/index.ts'
import type { Exchange } from '../exchange.ts'
import type { ApiServerState } from '../state.ts'
import { grantFailure } from './escalation.ts'

/** Only who is not a master of the system, and writes a role or a binding, can give away what they do not hold. */
export const escalationFailure = (state: ApiServerState, exchange: Exchange, object: ApiObject, old: ApiObject | undefined): Status | undefined =>
  (exchange.info.group !== 'rbac.authorization.k8s.io' || exchange.user.groups.includes('system:masters') ? undefined : grantFailure(state, exchange, object, old))
