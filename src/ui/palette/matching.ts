/** What can be gone to or done, under all the names by which somebody may look for it. */
export interface Named { readonly en: string; readonly zh: string; readonly more?: string }

const LETTERS = 'ABCDEFGHJKLMNOPQRSTWXYZ'
/** The first character of each letter in the order of pinyin: what sorts between two of them begins with the earlier one's letter. */
const FIRSTS = '阿八嚓哒妸发旮哈讥咔垃妈拿噢妑七呥仨他屲夕丫帀'

const known = new Map<string, string>()

/** The initials of a Chinese text in pinyin: 调度器 is ddq. Other characters stay. NB: one reading per character, the one by which browsers sort. */
export function initials(text: string): string {
  return [...text].map(letter => {
    if (!/\p{Script=Han}/u.test(letter)) return letter.toLowerCase()
    const found = known.get(letter) ?? initialOf(letter)
    known.set(letter, found)
    return found
  }).join('')
}

function initialOf(letter: string): string {
  const at = [...FIRSTS].findLastIndex(first => letter.localeCompare(first, 'zh-Hans-CN-u-co-pinyin') >= 0)
  return (LETTERS[Math.max(0, at)] ?? '').toLowerCase()
}

/** How well a typed text finds a name: 0 not at all; whole beginnings before beginnings of words before letters in order. */
export function score(typed: string, { en, zh, more = '' }: Named): number {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return 1
  return Math.max(...[en, zh, initials(zh), more].filter(name => name !== '').map(name => scoreOf(wanted, name.toLowerCase())))
}

function scoreOf(wanted: string, name: string): number {
  if (name.startsWith(wanted)) return 100 - Math.min(40, name.length - wanted.length)
  const at = name.indexOf(wanted)
  if (at > 0) return (/[\s\-/.:]/.test(name[at - 1] ?? '') ? 55 : 40) - Math.min(20, at)
  // All words, in any order: 'pod delete' finds 'Delete this Pod'.
  const words = wanted.split(/\s+/)
  if (words.length > 1) return words.every(word => name.includes(word)) ? 18 : 0
  return isWithin(wanted, name) ? 10 : 0
}

function isWithin(wanted: string, name: string): boolean {
  if (wanted.length < 3) return false
  let at = 0
  for (const letter of name) if (letter === wanted[at]) at++
  return at === wanted.length
}
