export const STAGE_KINDS = ['stage-svg', 'stage-png'] as const
export const LANES_KINDS = ['lanes-svg', 'lanes-png', 'lanes-mermaid'] as const
export type ExportKind = (typeof STAGE_KINDS)[number] | (typeof LANES_KINDS)[number]
