import type { ManifestKind } from '../../protocol/index.ts'
import type { Engine } from '../store/engine.ts'
import type { Schema } from './schema.ts'

/** What the engine told of kinds, fields and values, asked once each. */
export interface Knowledge {
  readonly kinds: () => Promise<readonly ManifestKind[]>
  readonly schema: (apiVersion: string, kind: string) => Promise<Schema | undefined>
  readonly values: (apiVersion: string, kind: string, path: readonly string[]) => Promise<readonly string[]>
}

export function createKnowledge(engine: Engine): Knowledge {
  const known = new Map<string, Promise<unknown>>()
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const before = known.get(key) as Promise<T> | undefined
    if (before) return before
    const asked = ask()
    known.set(key, asked)
    return asked
  }
  return {
    kinds: () => once('kinds', async () => (await engine.ask({ ask: 'kinds' }))?.kinds ?? []),
    schema: (apiVersion, kind) => once(`schema ${apiVersion} ${kind}`, async () => {
      const answer = await engine.ask({ ask: 'schema', apiVersion, kind })
      return answer === undefined || answer.root === '' ? undefined : answer
    }),
    values: (apiVersion, kind, path) => once(`values ${apiVersion} ${kind} ${path.join('\0')}`, async () => (await engine.ask({ ask: 'values', apiVersion, kind, path }))?.values ?? []),
  }
}
