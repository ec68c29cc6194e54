/** The order of keys in go-yaml's output: letters after everything else, runs of digits by their number (`a9` before `a10`). */
export function compareKeys(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let i = 0; i < left.length && i < right.length; i += 1) {
    if (left[i] === right[i]) continue
    const l = isLetter(left[i]!)
    const r = isLetter(right[i]!)
    if (l && r) return left[i]! < right[i]! ? -1 : 1
    if (l || r) return r ? -1 : 1
    return compareNumbers(left, right, i)
  }
  return left.length - right.length
}

function compareNumbers(left: readonly string[], right: readonly string[], at: number): number {
  let start = 0
  if (left[at] === '0' || right[at] === '0') {
    for (let i = at - 1; i >= 0 && isDigit(left[i]!); i -= 1) {
      if (left[i] !== '0') {
        start = 1
        break
      }
    }
  }
  const [l, leftEnd] = numberAt(left, at, start)
  const [r, rightEnd] = numberAt(right, at, start)
  if (l !== r) return l - r
  if (leftEnd !== rightEnd) return leftEnd - rightEnd
  return left[at]! < right[at]! ? -1 : 1
}

function numberAt(text: readonly string[], at: number, start: number): readonly [number, number] {
  let number = start
  let end = at
  while (end < text.length && isDigit(text[end]!)) {
    number = number * 10 + Number(text[end])
    end += 1
  }
  return [number, end]
}

function isLetter(character: string): boolean {
  return /^\p{L}$/u.test(character)
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}
