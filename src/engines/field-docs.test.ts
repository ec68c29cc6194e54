import { expect, test, vi } from 'vitest'

test('a line that reads the field documentation waits for it, any other does not, and nothing is served without it', async () => {
  vi.resetModules()
  const { loadFieldDocs, waitsForFieldDocs } = await import('./field-docs.ts')
  const { openApiV3 } = await import('../api/index.ts')
  const waits = (line: string): boolean => waitsForFieldDocs({ type: 'command', command: { do: 'kubectl', line } })
  expect(['kubectl explain pods', 'k explain --recursive deploy.spec', 'kubectl "expl"ain pods'].map(waits)).toEqual([true, true, true])
  expect(['kubectl get pods', 'kubectl apply -f web.yaml'].map(waits)).toEqual([false, false])
  expect(waitsForFieldDocs({ type: 'command', command: { do: 'pause' } })).toBe(false)
  // Served without words now and with words later, a run would depend on when they came.
  expect(() => openApiV3('api/v1')).toThrow('before the engine has provided it')
  await loadFieldDocs()
  expect(waits('kubectl explain pods')).toBe(false)
  expect(JSON.stringify(openApiV3('apis/apps/v1'))).toContain('Number of desired pods')
})
