import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

/**
 * Plays a transcript: commands above `----`, the story below, as many rounds of both as the file has, separated by an empty line.
 * With UPDATE_TRANSCRIPTS=1 the stories are written anew instead of compared; the change is reviewed as a diff.
 */
export function playTranscript(file: URL, command: (line: string) => readonly string[]): void {
  const text = readFileSync(file, 'utf8')
  const told: string[] = []
  for (const round of text.trim().split(/\n\n+/)) {
    const [above] = round.split(/^----$/m)
    const story: string[] = []
    for (const line of above!.split('\n')) if (line !== '' && !line.startsWith('#')) story.push(...command(line))
    told.push(`${above!.trimEnd()}\n----\n${story.join('\n')}`.trimEnd())
  }
  const result = `${told.join('\n\n')}\n`
  if (process.env.UPDATE_TRANSCRIPTS) writeFileSync(file, result)
  else expect(result).toBe(text)
}
