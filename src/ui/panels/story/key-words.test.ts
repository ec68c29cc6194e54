import { expect, test } from 'vitest'
import { keyWords } from './key-words.ts'

test('a key is called what its object is called', () => {
  expect(keyWords('/registry/pods/default/web-1')).toBe('Pod web-1')
  expect(keyWords('/registry/pods/kube-system/coredns-1')).toBe('Pod kube-system/coredns-1')
  expect(keyWords('/registry/minions/node-a')).toBe('Node node-a')
  expect(keyWords('/registry/services/specs/default/web')).toBe('Service web')
  expect(keyWords('/registry/shop.example.com/carts/default/mine')).toBe('shop.example.com carts/default/mine')
})
