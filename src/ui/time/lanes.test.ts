import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packChips, partedAt } from './lanes.ts'

const branch = (id: number, parent: number, forkAt: number) => ({ id, parent, forkAt, name: '', endAt: 100, current: false })

test('two branches part where the older of their own lines begins', () => {
  const branches = [branch(0, -1, 0), branch(1, 0, 10), branch(2, 1, 20), branch(3, 0, 5)]
  expect([partedAt(branches, 0, 1), partedAt(branches, 0, 2), partedAt(branches, 1, 2), partedAt(branches, 2, 3), partedAt(branches, 2, 1)]).toEqual([10, 10, 20, 5, 20])
  expect(partedAt(branches.filter(({ id }) => id !== 1), 2, 0)).toBe(0)
})

test('labels never overlap and never leave the room, whatever they wish', () => {
  const wish = fc.record({ x: fc.integer({ min: 0, max: 900 }), width: fc.integer({ min: 40, max: 150 }) })
  fc.assert(fc.property(fc.array(wish, { minLength: 1, maxLength: 5 }), fc.integer({ min: 260, max: 900 }), (wishes, room) => {
    const placed = packChips(wishes.map((one, id) => ({ ...one, id })), room)
    expect(placed).toHaveLength(wishes.length)
    placed.forEach((one, i) => {
      expect(one.x).toBeGreaterThanOrEqual(0)
      expect(one.x + one.width).toBeLessThanOrEqual(room)
      expect(one.x).toBeGreaterThanOrEqual((placed[i - 1]?.x ?? -99) + (placed[i - 1]?.width ?? 0))
    })
  }))
})
