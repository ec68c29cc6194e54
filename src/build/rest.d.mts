import type { Plugin } from 'vite'

export declare function rest(options: { readonly split: boolean }): Plugin
