import { expect, test } from 'vitest'
import { lnOfDomains } from './natural-log.ts'

test('the logarithm without Math.log is right to the last digits', () => {
  for (let n = 0; n < 40_000; n++) expect(Math.abs(lnOfDomains(n) - Math.log(n + 2))).toBeLessThan(4e-15)
})
