import type { Plugin } from 'vite'

export declare function earlyEngine(): Plugin
