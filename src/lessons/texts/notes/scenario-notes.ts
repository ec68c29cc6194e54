/** For who presents a scenario: what to watch, what to ask the class, and what is usually believed wrongly. By the scenario's id. */
export type ScenarioNotes = Readonly<Record<string, { readonly watch: string; readonly ask: string; readonly belief: string }>>
