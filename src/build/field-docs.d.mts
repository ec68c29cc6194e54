import type { Plugin } from 'vite'
import type { FieldDocs } from '../api/index.ts'

export declare function fieldDocs(): Plugin
export declare function readFieldDocs(): FieldDocs
