// Serves a folder under any prefix, for the tests and `npm start`:  node src/build/serve.mjs [--port 4173] [--prefix /any/sub/path] [--dir dist] [--late]
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { parseArgs } from 'node:util'
import { withLateMessages } from './late-messages.mjs'

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' }, prefix: { type: 'string', default: '' }, dir: { type: 'string', default: 'dist' }, late: { type: 'boolean', default: false } } })
const prefix = values.prefix.replace(/\/$/, '')
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json', '.png': 'image/png',
  '.webmanifest': 'application/manifest+json', '.ico': 'image/x-icon', '.txt': 'text/plain; charset=utf-8',
}

const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
  if (path === prefix) return response.writeHead(301, { location: `${prefix}/` }).end()
  const inside = path.startsWith(`${prefix}/`) ? normalize(path.slice(prefix.length)) : undefined
  const file = inside && join(values.dir, inside.endsWith('/') ? `${inside}index.html` : inside)
  if (!file || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n')
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' })
  if (values.late && extname(file) === '.html') return response.end(withLateMessages(readFileSync(file, 'utf8')))
  createReadStream(file).pipe(response)
})

/** A taken port is no reason to fail a newcomer: the next one is tried. */
function listen(port, tries) {
  server.once('error', (error) => {
    if (error.code === 'EADDRINUSE' && tries > 0) return listen(port + 1, tries - 1)
    console.error(`Cannot listen on port ${port}: ${error.message}. Give another one with --port.`)
    process.exit(1)
  })
  server.listen(port, '127.0.0.1', () => console.log(`Glass Cluster is at http://127.0.0.1:${server.address().port}${prefix}/   (Ctrl-C ends it)`))
}
listen(Number(values.port), process.env.CI ? 0 : 20)
