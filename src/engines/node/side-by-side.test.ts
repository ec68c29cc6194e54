import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wordsOf } from '../../cluster/kubectl/lexer.ts'
import { kubectlsHere, servedCluster, type Ran, type ServedCluster, START_LIMIT_MS } from './kubectls.ts'
import { inWordsOfBoth, masked, NODE_OF, SIDES } from './masked.ts'
import { typeInPage } from './page-kubectl.ts'
import { TYPED_FILES, TYPED_LINES } from './typed-lines.ts'

// The page's kubectl and a real one are given the same lines, each in a namespace of its own: what they print and how they end must be the same.

const found = kubectlsHere()
if (found.length === 0) test.skip('no kubectl from 1.27 on was found: set KUBECTL, or put kubectl or kubectl.1.NN on the PATH', () => undefined)

/** Lines that change nothing may be typed again, until both sides are as far. */
const READS = /^(get|describe|logs|events|rollout (status|history)|wait)\b/
/** Lines that see both namespaces. */
const WHOLE = / -A|\bnodes?\b/
const PATIENCE_MS = 20_000

describe.each(found.slice(-1))('beside kubectl $version', (kubectl) => {
  let cluster: ServedCluster

  beforeAll(async () => {
    cluster = await servedCluster()
    for (const [name, text] of Object.entries(TYPED_FILES)) writeFileSync(join(cluster.folder, name), text)
    for (const namespace of Object.values(SIDES)) await cluster.run(kubectl)(['create', 'namespace', namespace])
  }, START_LIMIT_MS)
  afterAll(() => cluster?.stop())

  test.each(TYPED_LINES.map((line, index) => ({ line, index })))('$index: kubectl $line', async ({ line }) => {
    const until = performance.now() + PATIENCE_MS
    for (;;) {
      const [real, page] = await Promise.all([
        cluster.run(kubectl)(placed(line, SIDES.real)),
        typeInPage(cluster.live, `kubectl ${placed(line, SIDES.page).map(quoted).join(' ')}`, TYPED_FILES),
      ])
      const [wanted, seen] = [comparable(real, line, SIDES.real, kubectl.minor), comparable(page, line, SIDES.page, kubectl.minor)]
      if (!READS.test(line) || JSON.stringify(seen) === JSON.stringify(wanted) || performance.now() > until) return expect(seen).toEqual(wanted)
    }
  })
})

function comparable({ exitCode, stdout, stderr }: Ran, line: string, side: string, minor: number): Ran {
  const plain = (text: string): string => masked(inWordsOfBoth(WHOLE.test(line) ? Object.values(SIDES).reduce((all, one) => all.replaceAll(one, side), text) : text, minor), side)
  return { exitCode, stdout: plain(stdout), stderr: plain(stderr) }
}

/** The namespace goes before what a container is to run. */
function placed(line: string, namespace: (typeof SIDES)[keyof typeof SIDES]): readonly string[] {
  const lexed = wordsOf(line.replaceAll('$NODE', NODE_OF[namespace]))
  if ('problem' in lexed) throw new Error(lexed.problem)
  const { words } = lexed
  if (words.includes('-n') || words.includes('-A')) return words
  const end = words.indexOf('--')
  return end < 0 ? [...words, '-n', namespace] : [...words.slice(0, end), '-n', namespace, ...words.slice(end)]
}

const quoted = (word: string): string => (/^[\w./:=@,-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`)
