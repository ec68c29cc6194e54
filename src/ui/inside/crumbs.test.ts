import { expect, test } from 'vitest'
import type { View } from '../../protocol/index.ts'
import { aPod } from '../store/pod-for-tests.ts'
import { crumbsTo } from './crumbs.ts'
import { placeOfThing } from './zoom.ts'

const names = (place: string, node?: string) => crumbsTo(place, node).map(({ name }) => name)

test('a breadcrumb names the place and what it stands in', () => {
  expect(names('scheduler')).toEqual(['kube-scheduler'])
  expect(names('node/node-a/proxy')).toEqual(['node-a', 'kube-proxy'])
  expect(names('pod/default/web/main', 'node-b')).toEqual(['node-b', 'web', 'main'])
  expect(crumbsTo('pod/default/web/main', 'node-b').map(({ place }) => place)).toEqual(['node/node-b', 'pod/default/web', 'pod/default/web/main'])
})

test('a Pod without a node stands in the cluster itself', () => {
  expect(names('pod/default/web')).toEqual(['web'])
})

test('things lead inside: a member of etcd and a controller into the whole, an agent into its node, a Pod and a container into themselves', () => {
  const pod = aPod({ id: 'pod/u1', name: 'web' })
  const entities = { views: new Map<string, View>([[pod.id, pod]]) }
  expect(['etcd', 'etcd/etcd-0', 'apiserver', 'controller/replicaset', 'agent/node-a/proxy', 'agent/node-a/kubelet', 'node/node-a', 'pod/u1', 'pod/u1#main'].map(thing => placeOfThing(thing, entities)))
    .toEqual(['etcd', 'etcd', 'apiserver', 'controller-manager', 'node/node-a/proxy', 'node/node-a', 'node/node-a', 'pod/default/web', 'pod/default/web/main'])
  expect(['kubectl', 'limbo', 'line/scheduler', 'message/7', 'pod/gone'].map(thing => placeOfThing(thing, entities))).toEqual([undefined, undefined, undefined, undefined, undefined])
})
