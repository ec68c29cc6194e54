const WIDE_MAX = 130
const LETTER = 6.2
const WORD_MAX = 20

export interface FlagLabel { readonly text: string; readonly wide: number }

/** Labels of flags from left to right. Where there is no room a flag has none, and the label before it counts it: 'apply +2'. */
export function flagLabels(flags: readonly { readonly x: number; readonly text: string }[]): readonly (FlagLabel | undefined)[] {
  const labels: (FlagLabel | undefined)[] = []
  let last = -1
  let end = -Infinity
  let more = 0
  flags.forEach(({ x, text }, index) => {
    if (x < end) {
      more++
      const label = labelOf(`${shortened(flags[last]!.text)} +${more}`)
      labels[last] = label
      labels.push(undefined)
      end = flags[last]!.x + label.wide
      return
    }
    const label = labelOf(shortened(text))
    labels.push(label)
    last = index
    more = 0
    end = x + label.wide
  })
  return labels
}

const shortened = (text: string): string => (text.length > WORD_MAX ? `${text.slice(0, WORD_MAX - 1)}…` : text)
const labelOf = (text: string): FlagLabel => ({ text, wide: Math.min(WIDE_MAX, text.length * LETTER + 12) })
