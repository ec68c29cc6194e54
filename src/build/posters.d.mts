import type { Plugin } from 'vite'

export declare function posters(): Plugin
