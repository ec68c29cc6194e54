import { Tabs } from 'radix-ui'
import { useState } from 'react'
import type { EtcdInside } from '../../../protocol/index.ts'
import { useText } from '../../i18n/text.ts'
import { KeyBrowser } from '../../panels/dock/KeyBrowser.tsx'
import type { RoomProps } from '../InsidePlace.tsx'
import room from '../room.module.css'
import styles from './etcd.module.css'
import { Latency } from './Latency.tsx'
import { LogGrid } from './LogGrid.tsx'
import { Members } from './Members.tsx'
import { Ring } from './Ring.tsx'

/** The members on their ring, what each has in its log and on its disk, how far apart they are; and the keys that all of this keeps. */
export function EtcdRoom({ inside }: RoomProps<EtcdInside>) {
  const t = useText()
  const [key, setKey] = useState<string>()
  return (
    <div className={styles.room}>
      <section className={`${room.panel} ${styles.ringPanel}`} aria-label={t('inside.etcd.ring')}>
        <h3>{t('inside.etcd.ring')}</h3>
        <Ring inside={inside} />
      </section>
      <section className={room.panel} aria-label={t('inside.etcd.members')}>
        <h3>{t('inside.etcd.members')}<small>{t('inside.etcd.membersHint')}</small></h3>
        <Members members={inside.members} />
      </section>
      <Tabs.Root className={`${room.panel} ${styles.wide}`} defaultValue="log">
        <Tabs.List className={styles.tabs} aria-label={t('inside.etcd.views')}>
          {(['log', 'keys', 'latency'] as const).map(tab => <Tabs.Trigger key={tab} value={tab}>{t(`inside.etcd.${tab}`)}</Tabs.Trigger>)}
        </Tabs.List>
        <Tabs.Content value="log"><LogGrid inside={inside} onKey={setKey} /></Tabs.Content>
        <Tabs.Content value="keys" className={styles.keys}><KeyBrowser chosen={key} onChoose={setKey} /></Tabs.Content>
        <Tabs.Content value="latency"><Latency inside={inside} /></Tabs.Content>
      </Tabs.Root>
    </div>
  )
}
