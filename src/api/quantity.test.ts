import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityError,
  quantityMilli,
  quantityValue,
} from './quantity.ts'

const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi')
const quantity = fc.tuple(fc.integer({ min: 0, max: 999_999 }), suffix).map(([amount, unit]) => `${amount}${unit}`)

test('half a core is 500 millicores, however it is written', () => {
  for (const text of ['0.5', '500m', '.5', '+0.5', '500000u', '5e-1']) expect(quantityMilli(text), text).toBe(500)
})

test('binary suffixes count in powers of 1024, decimal ones in powers of 1000', () => {
  expect(quantityValue('1Ki')).toBe(1024)
  expect(quantityValue('1k')).toBe(1000)
  expect(quantityValue('1.5Gi')).toBe(1.5 * 1024 ** 3)
  expect(compareQuantities('1Gi', '1G')).toBe(1)
})

test('an amount too small to hold is rounded up, never away', () => {
  expect(quantityValue('1m')).toBe(1)
  expect(quantityMilli('1n')).toBe(1)
  expect(parseQuantity('0.1n')?.nanos).toBe(1n)
})

test('the API server shows quantities in their shortest form', () => {
  expect(['1000m', '0.5', '1024Mi', '1536Mi', '1.5Gi', '2000', '0.0', '100Ki'].map(canonicalQuantity)).toEqual([
    '1',
    '500m',
    '1Gi',
    '1536Mi',
    '1536Mi',
    '2k',
    '0',
    '100Ki',
  ])
})

test('what is no quantity is refused with the words of upstream', () => {
  expect(quantityError('abc')).toBe("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
  expect(quantityError('1KK')).toBe("unable to parse quantity's suffix")
  expect(quantityError('1E')).toBeUndefined()
})

test('writing a quantity and reading it back loses nothing', () => {
  fc.assert(
    fc.property(quantity, (text) => {
      const parsed = parseQuantity(text)!
      expect(parseQuantity(formatQuantity(parsed))?.nanos).toBe(parsed.nanos)
      expect(parseQuantity(canonicalQuantity(text))?.nanos).toBe(parsed.nanos)
      expect(canonicalQuantity(canonicalQuantity(text))).toBe(canonicalQuantity(text))
    }),
  )
})

test('adding quantities adds their values', () => {
  fc.assert(
    fc.property(quantity, quantity, (a, b) => {
      expect(parseQuantity(addQuantities(a, b))?.nanos).toBe(parseQuantity(a)!.nanos + parseQuantity(b)!.nanos)
    }),
  )
})
