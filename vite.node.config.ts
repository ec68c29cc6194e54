import { defineConfig } from 'vite'
import { fieldDocs } from './src/build/field-docs.mjs'
import { rest } from './src/build/rest.mjs'

/** What runs in Node: `npm run cluster` and `npm run bench`. Bundled whole, because some packages are CommonJS inside. */
export default defineConfig({
  plugins: [fieldDocs(), rest({ split: false })],
  ssr: { noExternal: true },
  build: {
    ssr: true, outDir: 'dist-node', target: 'node20', minify: false,
    rolldownOptions: { input: { cluster: 'src/engines/node/main.ts', bench: 'src/bench/main.ts' } },
  },
})
