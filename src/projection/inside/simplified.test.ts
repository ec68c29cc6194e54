import { expect, test } from 'vitest'
import { fidelityOf } from '../../cluster/details.ts'
import { fidelity } from '../../cluster/index.ts'
import { SIMPLIFIED_ZH } from '../../lessons/texts/simplified-zh.ts'
import { simplifiedIn } from './simplified.ts'

test('every sentence about what is simplified is also said in Chinese, in lessons/texts/simplified-zh.ts', () => {
  expect(fidelity().filter((sentence) => SIMPLIFIED_ZH[sentence] === undefined)).toEqual([])
  expect(Object.keys(SIMPLIFIED_ZH).filter((sentence) => !fidelity().includes(sentence))).toEqual([])
})

test('every sentence stands at the foot of some place, and no place is without one', () => {
  const said = new Set(['apiserver', 'etcd', 'controller-manager', 'scheduler', 'kubelet', 'runtime', 'network', 'dns'].flatMap(fidelityOf))
  expect(fidelity().filter((sentence) => !said.has(sentence))).toEqual([])
  for (const place of ['apiserver', 'etcd', 'controller-manager', 'scheduler', 'node/node-a', 'node/node-a/proxy', 'pod/default/web', 'pod/default/web/main', 'dns']) expect(simplifiedIn(place), place).not.toEqual([])
})
