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
      // A drawing of a hop is for one embedding page; who visits this one needs none of them.
      const kept = files.filter((file) => !/^posters\/[^/]+\.[^/]+\.svg$/.test(file))
      const version = createHash('sha256')
      for (const file of files) version.update(file).update(readFileSync(join(out, file)))
      writeFileSync(join(out, 'sw.js'), worker(version.digest('hex').slice(0, 12), kept))
    },
  }
}

const walk = (folder) => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? walk(join(folder, name)) : [join(folder, name)]))

// What the host's own cache still holds of an old page would be kept for ever: everything is asked of the server.
const worker = (version, files) => `// Made by src/build/offline.mjs. A new version waits until no page uses the old one, or until the reader asks for it: a lesson is never changed under its reader.
const CACHE = 'glass-${version}'
const FILES = ${JSON.stringify(['./', ...files.map((file) => `./${file}`)])}
self.addEventListener('install', (event) => event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' }))))))
self.addEventListener('message', (event) => { if (event.data === 'load-new-version') self.skipWaiting() })
// Other tabs may still read the old version, and what of it they have not opened yet comes from its cache: that goes when nobody is left.
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  const readers = (await self.clients.matchAll({ type: 'window', includeUncontrolled: true })).filter(({ url }) => url.startsWith(self.registration.scope))
  if (readers.length > 1) return
  for (const name of await caches.keys()) if (name.startsWith('glass-') && name !== CACHE) await caches.delete(name)
})()))
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || !event.request.url.startsWith(self.registration.scope)) return
  event.respondWith((async () => await caches.match(event.request, { ignoreSearch: true, cacheName: CACHE }) || await caches.match(event.request, { ignoreSearch: true }) || fetch(event.request))())
})
`
