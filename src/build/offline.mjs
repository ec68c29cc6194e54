// A Vite plugin: writes dist/sw.js, which keeps every file of this build for offline use under whatever path the page is served from.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export function offline() {
  let out = 'dist'
  return {
    name: 'glass-offline',
    apply: 'build',
    configResolved(config) { out = config.build.outDir },
    closeBundle() {
      const files = walk(out).map((file) => relative(out, file).replaceAll('\\', '/')).filter((file) => file !== 'sw.js').sort()
      const version = createHash('sha256').update(files.map((file) => file + readFileSync(join(out, file)).length).join('\n')).digest('hex').slice(0, 12)
      writeFileSync(join(out, 'sw.js'), worker(version, files))
    },
  }
}

const walk = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]))

const worker = (version, files) => `// Made by src/build/offline.mjs. A new version waits until no page uses the old one: a lesson is never changed under its reader.
const CACHE = 'glass-${version}'
const FILES = ${JSON.stringify(['./', ...files.map((file) => `./${file}`)])}
self.addEventListener('install', (event) => event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES))))
self.addEventListener('activate', (event) => event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('glass-') && name !== CACHE).map((name) => caches.delete(name))))))
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || !event.request.url.startsWith(self.registration.scope)) return
  event.respondWith(caches.match(event.request, { ignoreSearch: true, cacheName: CACHE }).then((kept) => kept || fetch(event.request)))
})
`
