/** Texts that were changed and not applied, by what they are of. They belong to this tab and survive its reload. */
interface Drafts { readonly last?: string; readonly texts: Readonly<Record<string, string>> }

const KEY = 'glass-cluster.drafts'
const MOST = 12

export const draftOf = (key: string): string | undefined => read().texts[key]
/** Where the visitor left off. */
export const lastDraft = (): string | undefined => read().last

/** Keeps a text, or with `undefined` forgets it. The oldest make room. */
export function keepDraft(key: string, text: string | undefined): void {
  const { [key]: _, ...others } = read().texts
  const texts = text === undefined ? others : { ...Object.fromEntries(Object.entries(others).slice(1 - MOST)), [key]: text }
  write({ last: key, texts })
}

export const rememberLast = (key: string): void => write({ ...read(), last: key })

/** NB: as with the session's record, a browser may forbid storage; then a draft lives as long as the page. */
const inMemory: { drafts: Drafts } = { drafts: { texts: {} } }

function read(): Drafts {
  try {
    const value = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Drafts | null
    return value === null || typeof value.texts !== 'object' ? inMemory.drafts : value
  } catch { return inMemory.drafts }
}

function write(drafts: Drafts): void {
  inMemory.drafts = drafts
  // Where there is no room for all, the oldest go first.
  for (let texts = Object.entries(drafts.texts); ; texts = texts.slice(1)) {
    try { return sessionStorage.setItem(KEY, JSON.stringify({ ...drafts, texts: Object.fromEntries(texts) })) } catch { if (texts.length === 0) return }
  }
}
