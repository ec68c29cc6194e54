import { GLOSSARY, type Term } from './glossary.ts'

/** A piece of a sentence: plain words, or words that the glossary explains. */
export type Piece = string | { readonly words: string; readonly term: Term }

/** Where a sentence uses words of the field. Each term is marked once, where it comes first. */
export function termsIn(sentence: string, language: 'en' | 'zh'): readonly Piece[] {
  const pieces: Piece[] = []
  const seen = new Set<Term>()
  let from = 0
  for (const match of sentence.matchAll(language === 'en' ? ENGLISH : CHINESE)) {
    const term = BY_WORDS.get(match[0])
    if (term === undefined || seen.has(term)) continue
    seen.add(term)
    if (match.index > from) pieces.push(sentence.slice(from, match.index))
    pieces.push({ words: match[0], term })
    from = match.index + match[0].length
  }
  if (from < sentence.length) pieces.push(sentence.slice(from))
  return pieces
}

const namesOf = ({ en, zh, words = [] }: Term): readonly string[] => [en, zh, ...words]
const BY_WORDS: ReadonlyMap<string, Term> = new Map(GLOSSARY.flatMap((term) => namesOf(term).map((name) => [name, term] as const)))
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
/** Longer words first, so that a ReplicaSet is no set; a Latin word ends where its letters do, a Chinese one wherever it stands. */
const CHOICES = [...BY_WORDS.keys()].sort((a, b) => b.length - a.length)
const LATIN = CHOICES.filter((name) => /^[\x20-\x7e]+$/.test(name)).map(literal).join('|')
const HAN = CHOICES.filter((name) => !/^[\x20-\x7e]+$/.test(name)).map(literal).join('|')
const BOUNDED = `(?<![A-Za-z0-9./-])(?:${LATIN})(?![A-Za-z0-9/-])`
const ENGLISH = new RegExp(BOUNDED, 'g')
const CHINESE = new RegExp(`${BOUNDED}|${HAN}`, 'g')
