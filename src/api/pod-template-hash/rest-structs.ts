import rest from './go-types-rest.json'
import { structsOf, type GoField } from './structs.ts'

const STRUCTS = structsOf(rest)

/** The structs that only larger templates come to. */
export const restStructs = (): ReadonlyMap<string, readonly GoField[]> => STRUCTS
