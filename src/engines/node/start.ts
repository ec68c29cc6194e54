import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { ALL_PARTS, loadParts } from '../late-parts.ts'
import type { Flags } from './flags.ts'
import { goLive, type Live } from './live.ts'
import { serve } from './server.ts'

export interface Started {
  readonly live: Live
  /** 'http://127.0.0.1:6443' */
  readonly address: string
  readonly token: string
  stop(): void
}

const FIRST_PORT = 6443
const PORTS_TRIED = 20
const ANYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

/** Boots a cluster and opens its door. Rejects where no port is free. Port 0 takes any. */
export async function startCluster(flags: Flags, dist: string, onFailure: (report: string) => void): Promise<Started> {
  await loadParts(ALL_PARTS)
  const token = randomBytes(24).toString('base64url')
  const live = goLive({ shape: { workers: flags.nodes, etcd: 3 }, seed: flags.seed, speed: flags.speed, onFailure })
  const server = serve(live, { dist, adminToken: token, hosts: ANYWHERE.has(flags.host) ? ['*'] : [flags.host, '127.0.0.1', 'localhost', '[::1]', `[${flags.host}]`] })
  try {
    const port = flags.port === undefined ? await listenFrom(server, flags.host, FIRST_PORT, PORTS_TRIED) : await listen(server, flags.host, flags.port)
    const name = ANYWHERE.has(flags.host) ? '127.0.0.1' : flags.host.includes(':') ? `[${flags.host}]` : flags.host
    const stop = (): void => {
      live.stop()
      server.close()
      server.closeAllConnections()
    }
    return { live, address: `http://${name}:${port}`, token, stop }
  } catch (error) {
    live.stop()
    throw error
  }
}

async function listenFrom(server: Server, host: string, port: number, tries: number): Promise<number> {
  try {
    return await listen(server, host, port)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE' && tries > 1) return listenFrom(server, host, port + 1, tries - 1)
    throw error
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
