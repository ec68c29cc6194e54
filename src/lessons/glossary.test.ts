import { expect, test } from 'vitest'
import { GLOSSARY } from './glossary.ts'
import { scenarioNamed } from './scenarios.ts'
import { termsIn } from './terms-in.ts'
import { text as english } from './texts/en.ts'
import { text as chinese } from './texts/zh.ts'
import { rollout } from './rollout.ts'

const marked = (sentence: string, language: 'en' | 'zh') => termsIn(sentence, language).flatMap((piece) => (typeof piece === 'string' ? [] : [`${piece.words}=${piece.term.id}`]))
const whole = (sentence: string, language: 'en' | 'zh') => termsIn(sentence, language).map((piece) => (typeof piece === 'string' ? piece : piece.words)).join('')

test('a term is found where it stands as a word, once in a sentence', () => {
  expect(marked('The ReplicaSet controller makes Pods; a Pod waits.', 'en')).toEqual(['ReplicaSet=replicaset', 'controller=controller', 'Pods=pod'])
  expect(marked('kubectl get pods -o yaml', 'en')).toEqual(['kubectl=kubectl'])
  expect(marked('node-a is Podlike', 'en')).toEqual([])
  expect(marked('调度器监听 nodeName 为空的 Pod。', 'zh')).toEqual(['调度器=scheduler', '监听=watch', 'nodeName=binding', 'Pod=pod'])
})

test('marking changes no sentence of the lesson, in either language', () => {
  for (const { hops } of rollout.chapters) for (const { id } of hops) for (const [language, text] of [['en', english(id)], ['zh', chinese(id)]] as const) expect(whole(text!, language)).toBe(text)
})

test('every term is told in one short sentence or two in both languages, by a name of its own', () => {
  const names = GLOSSARY.flatMap(({ en, zh, words = [] }) => [...new Set([en, zh, ...words])])
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(new Set(GLOSSARY.map(({ id }) => id)).size).toBe(GLOSSARY.length)
  for (const { id, means, past } of GLOSSARY) {
    expect(means.en.split(' ').length, id).toBeLessThanOrEqual(32)
    expect([...means.zh].length, id).toBeLessThanOrEqual(64)
    expect(means.zh, id).toMatch(/\p{Script=Han}/u)
    if (past) expect(past.zh, id).toMatch(/\p{Script=Han}/u)
  }
})

test('what older texts call otherwise says what became of it', () => {
  const now = (word: string) => GLOSSARY.find(({ past }) => past?.word.en.includes(word))?.en
  expect(['ReplicationController', 'Endpoints', 'kube-dns', 'dockershim', '吊舱', 'minion', 'PodSecurityPolicy', 'ThirdPartyResource', 'Heapster'].map(now)).toEqual(['ReplicaSet', 'EndpointSlice', 'CoreDNS', 'CRI', 'Pod', 'node', 'admission', 'CustomResourceDefinition', 'metrics-server'])
})

test('a scene that is offered exists', () => {
  for (const { scene } of GLOSSARY) if (scene) expect(scenarioNamed(scene)?.id, scene).toBe(scene)
})
