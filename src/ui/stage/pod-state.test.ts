import { expect, test } from 'vitest'
import { imageName, systemName } from './pod-state.ts'

test('a system Pod is called by what it is, without what makes its name unique', () => {
  expect(systemName({ name: 'kube-proxy-x2kqp', node: 'node-a' })).toBe('kube-proxy')
  expect(systemName({ name: 'kube-proxy-node-a', node: 'node-a' })).toBe('kube-proxy')
  expect(systemName({ name: 'coredns-7db6d8ff4d-bf7x9', node: 'node-b' })).toBe('coredns')
  expect(systemName({ name: 'kube-flannel-ds-gbq8n', node: 'node-b' })).toBe('flannel')
})

test('an image is shown without the registry that everybody uses', () => {
  expect(imageName('docker.io/library/httpd:2.4')).toBe('httpd:2.4')
  expect(imageName('quay.io/other/httpd')).toBe('quay.io/other/httpd')
})
