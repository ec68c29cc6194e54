import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { earlyEngine } from './src/build/early-engine.mjs'
import { fieldDocs } from './src/build/field-docs.mjs'
import { offline } from './src/build/offline.mjs'
import { posters } from './src/build/posters.mjs'
import { rest } from './src/build/rest.mjs'

export default defineConfig({
  base: './',
  plugins: [react(), fieldDocs(), rest({ split: false }), earlyEngine(), posters(), offline()],
  // The worker's first file is one; the splitting's callbacks are worth their time.
  worker: { format: 'es', rolldownOptions: { checks: { bundlerTimings: false }, output: { comments: { annotation: false }, codeSplitting: { groups: [{ name: 'engine', tags: ['$initial'] }] } } }, plugins: () => [fieldDocs(), rest({ split: true })] },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1200, rolldownOptions: { checks: { bundlerTimings: false }, output: { codeSplitting: { groups: [{ name: 'index', tags: ['$initial'] }] } } } },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node', setupFiles: ['src/testing/property-seed.ts'], testTimeout: 180_000 },
})
