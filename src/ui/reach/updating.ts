import type { StoreApi } from 'zustand/vanilla'
import type { StageUi } from '../store/stage-ui.ts'
import { keepNow } from './keeping.ts'

const HOUR_MS = 3_600_000

/** Keeps the page for offline use, and tells when a newer one has come. It waits until the reader asks for it: a lesson is never changed under its reader. */
export async function watchForUpdates(store: StoreApi<StageUi>): Promise<void> {
  const registration = await navigator.serviceWorker.register('./sw.js').catch(() => undefined)
  if (registration === undefined) return
  const tell = () => {
    // Without a controller this is the first visit, and what waits is what is seen.
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null) store.setState({ update: () => void load(registration) })
  }
  const follow = () => registration.installing?.addEventListener('statechange', tell)
  registration.addEventListener('updatefound', follow)
  follow()
  tell()
  // A tab may stay open for days, and nothing else would look.
  let looked = Date.now()
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - looked < HOUR_MS) return
    looked = Date.now()
    void registration.update().catch(() => undefined)
  })
}

/** The new version takes over, and the session is lived again in it. */
async function load({ waiting }: ServiceWorkerRegistration): Promise<void> {
  await keepNow()
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  // Another tab may have asked for it meanwhile: then it rules already.
  if (waiting?.state === 'installed') waiting.postMessage('load-new-version')
  else location.reload()
}
