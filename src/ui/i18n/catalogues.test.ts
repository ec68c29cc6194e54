import { expect, test } from 'vitest'
import en from './en.json'
import zh from './zh.json'
import { filled, placeWords } from './lesson-texts.ts'

test('every visible text exists in both languages, with the same parameters', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
  const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort()
  for (const [key, text] of Object.entries(en)) expect(names(zh[key as keyof typeof zh]), key).toEqual(names(text))
})

test('a caption keeps a parameter that the run did not give', () => {
  expect(filled('{a} wins with {b}', { a: 'node-a' })).toBe('node-a wins with {b}')
})

test('a caption names a place as people do', () => {
  expect(placeWords('en', 'node/node-b/kubelet')).toBe('kubelet on node-b')
  expect(placeWords('zh', 'node/node-b/runtime')).toBe('node-b 上的 containerd')
  expect(placeWords('en', 'controller-manager/deployment-controller')).toBe('the deployment controller')
  expect(placeWords('en', 'httpd-app')).toBe('httpd-app')
})

test('an empty parameter leaves no gap before the full stop', () => {
  expect(filled('{from} reads {kind} {name}.', { from: 'the deployment controller', kind: 'services', name: '' })).toBe('The deployment controller reads services.')
})
