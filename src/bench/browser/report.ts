/** What was measured, beside what `ux.md` 7 asks for. */
export interface Figure {
  readonly what: string
  readonly unit: 'ms' | 'MB' | 's' | 'kB'
  readonly measured: number
  readonly budget?: number
  /** Beyond this the page is not fit for its purpose. */
  readonly hard?: number
  /** How the figure is made up. */
  readonly note?: string
}

export interface Report { readonly figures: Figure[]; add(figure: Figure): void; remark(text: string): void }

const COLUMNS = [58, 12, 10, 10, 24] as const

export function createReport(): Report {
  const figures: Figure[] = []
  line('figure', 'measured', 'budget', 'limit', 'verdict', '')
  return {
    figures,
    add(figure) {
      figures.push(figure)
      const { what, measured, unit, budget, hard, note = '' } = figure
      line(what, `${shown(measured)} ${unit}`, budget === undefined ? '' : `${budget}`, hard === undefined ? '' : `${hard}`, verdict(figure), note)
    },
    remark(text) { console.log(`    ${text}`) },
  }
}

function line(what: string, measured: string, budget: string, hard: string, said: string, note: string): void {
  console.log(`${what.padEnd(COLUMNS[0])} ${measured.padStart(COLUMNS[1])} ${budget.padStart(COLUMNS[2])} ${hard.padStart(COLUMNS[3])}  ${said.padEnd(COLUMNS[4])} ${note}`.trimEnd())
}

const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1))

export function verdict({ measured, budget, hard, unit }: Figure): string {
  if (budget === undefined || measured <= budget) return budget === undefined ? '' : 'ok'
  const over = `+${shown(measured - budget)} ${unit}`
  return hard !== undefined && measured > hard ? `OVER THE LIMIT, ${over}` : `misses by ${over}`
}

/** The names of all that misses, so that nobody has to look for them. */
export function conclude({ figures }: Report): void {
  const missing = figures.filter((one) => one.budget !== undefined && one.measured > one.budget)
  console.log(missing.length === 0 ? '\nNothing misses its budget.' : `\n${missing.length} of ${figures.filter(({ budget }) => budget !== undefined).length} figures miss their budget:`)
  for (const one of missing) console.log(`  ${one.what}: ${shown(one.measured)} ${one.unit} (budget ${one.budget}${one.hard === undefined ? '' : `, limit ${one.hard}`}), ${verdict(one)}`)
}
