import { hasFieldDocs, provideFieldDocs } from '../api/index.ts'
import { readsFieldDocs } from '../cluster/index.ts'
import type { ToEngine } from '../protocol/index.ts'

/** Whether this has to wait until the field documentation is here. The run must not be able to tell when it came. */
export const waitsForFieldDocs = (message: ToEngine): boolean =>
  !hasFieldDocs() && message.type === 'command' && message.command.do === 'kubectl' && readsFieldDocs(message.command.line)

/** Fetches it, once. */
export async function loadFieldDocs(): Promise<void> {
  if (!hasFieldDocs()) provideFieldDocs((await import('virtual:field-docs')).default)
}
