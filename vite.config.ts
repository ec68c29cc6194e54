import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { fieldDocs } from './src/build/field-docs.mjs'
import { offline } from './src/build/offline.mjs'

export default defineConfig({
  base: './',
  plugins: [react(), fieldDocs(), offline()],
  worker: { format: 'es', plugins: () => [fieldDocs()] },
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1200 },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node', testTimeout: 60_000 },
})
