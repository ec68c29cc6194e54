import { expect, test } from 'vitest'
import { crumbsTo } from './crumbs.ts'
import { placeOfThing } from './zoom.ts'

test('a breadcrumb names the place and what it stands in', () => {
  expect(crumbsTo('scheduler').map(({ name }) => name)).toEqual(['kube-scheduler'])
  expect(crumbsTo('node/node-a/proxy').map(({ name }) => name)).toEqual(['node-a', 'kube-proxy'])
})

test('things of the control plane lead inside; a member of etcd and a controller lead into the whole', () => {
  expect(['etcd', 'etcd/etcd-0', 'apiserver', 'controller/replicaset', 'agent/node-a/proxy'].map(placeOfThing)).toEqual(['etcd', 'etcd', 'apiserver', 'controller-manager', 'node/node-a/proxy'])
  expect(['kubectl', 'limbo', 'line/scheduler', 'message/7'].map(placeOfThing)).toEqual([undefined, undefined, undefined, undefined])
})
