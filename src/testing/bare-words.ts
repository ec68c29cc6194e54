import type { Session } from '../engines/session/session.ts'
import * as en from '../lessons/texts/en.ts'
import * as zh from '../lessons/texts/zh.ts'
import { chainTo, factsOf, linkOf, rowOf } from '../projection/index.ts'
import type { ChainLink } from '../protocol/index.ts'

/** Sentences of chains of causes, over everything that ever happened in a session, that a reader would see as a bare id or with a gap in them. */
export function bareWords({ timeline }: Session): readonly string[] {
  const bare = new Set<string>()
  for (const { trace } of timeline.branches) {
    for (let id = 1; id < trace.end; id++) {
      const row = rowOf(trace, id)
      if (!row) continue
      const link = linkOf(trace, row, factsOf(trace, id))
      if (link) look(link, bare)
      // A chain's first link is a person, a fault or a clock.
      if (row.cause === 0) for (const one of chainTo(trace, id)) look(one, bare)
    }
  }
  return [...bare].sort()
}

function look({ text, params, place, to }: ChainLink, bare: Set<string>): void {
  const given = { ...params, from: place, to: to ?? '' }
  for (const [language, texts] of Object.entries({ en, zh })) {
    if (!texts.has(text)) bare.add(`${language} has no words for ${text}`)
    else for (const [, name] of texts.text(text).matchAll(/\{([\w.-]+)\}/g)) if (!(name! in given)) bare.add(`${text} in ${language} asks for {${name}}`)
  }
}
