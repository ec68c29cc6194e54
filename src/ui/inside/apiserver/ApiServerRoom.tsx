import { useState } from 'react'
import type { ApiServerInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import type { RoomProps } from '../InsidePlace.tsx'
import room from '../room.module.css'
import styles from './apiserver.module.css'
import { Pipeline } from './Pipeline.tsx'
import { PriorityLevels } from './PriorityLevels.tsx'
import { Requests } from './Requests.tsx'
import { WatchCaches } from './WatchCaches.tsx'

/** The pipeline that every request goes through, the priority levels that seat it, and the watch caches that serve everybody else. */
export function ApiServerRoom({ inside }: RoomProps<ApiServerInside>) {
  const t = useText()
  const [only, setOnly] = useState<string>()
  return (
    <div className={styles.room}>
      <Pipeline inside={inside} />
      <PriorityLevels levels={inside.levels} />
      <div className={styles.halves}>
        <section className={room.panel} aria-label={t('inside.api.requests')}>
          <h3>{t('inside.api.requests')}<small>{inside.quiet > 0 && t('inside.api.quiet', { count: inside.quiet })}</small></h3>
          <Requests current={inside.current} recent={inside.recent} />
        </section>
        <section className={room.panel} aria-label={t('inside.api.caches')}>
          <h3>{t('inside.api.caches')}<small>rev {inside.revision}</small></h3>
          <WatchCaches caches={inside.caches} watchers={inside.watchers} only={only} onOnly={setOnly} />
        </section>
      </div>
    </div>
  )
}
