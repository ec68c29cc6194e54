import { existsSync, readFileSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json',
  '.webmanifest': 'application/manifest+json', '.png': 'image/png', '.woff2': 'font/woff2',
}
const SOCKET = '<script>window.__GLASS_SOCKET__ = location.origin.replace("http", "ws") + "/engine"</script>'

/** A file of the built page; the page itself is told to speak to this engine instead of starting its own. */
export function servePage(dist: string, path: string, response: ServerResponse): void {
  const file = join(dist, normalize(path.endsWith('/') ? `${path}index.html` : path))
  // NB: no service worker here, because one would bring back the page without the socket, and answer for the API.
  if (!file.startsWith(dist + sep) || path === '/sw.js' || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n')
    return
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' })
  response.end(file.endsWith('index.html') ? readFileSync(file, 'utf8').replace('<head>', `<head>${SOCKET}`) : readFileSync(file))
}
