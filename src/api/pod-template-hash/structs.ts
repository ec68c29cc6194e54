export interface GoField { readonly name: string; readonly json: string; readonly type: string }

/** 'VolumeID volumeID string;…' for each struct. */
export function structsOf(table: Readonly<Record<string, string>>): ReadonlyMap<string, readonly GoField[]> {
  return new Map(Object.entries(table).map(([name, fields]) => [name, fields.split(';').map((line) => {
    const [field, json, type] = line.split(' ') as [string, string, string]
    return { name: field, json, type }
  })]))
}
