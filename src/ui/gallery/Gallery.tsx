import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { memo, useState } from 'react'
import { FLEETS, SCENARIOS, THEMES, type Scenario, type Theme } from '../../lessons/index.ts'
import { useLessonText } from '../i18n/lesson-texts.ts'
import { useText } from '../i18n/text.ts'
import { useSession, useSettings } from '../store/glass.ts'
import { useStageStore } from '../store/stage-ui.ts'
import controls from '../styles/controls.module.css'
import styles from './gallery.module.css'
import { FleetPoster } from './FleetPoster.tsx'
import { Thumbnail } from './Thumbnail.tsx'

/** All scenarios, each running on its card. A card is a link: it can be opened in a new tab, copied and embedded. */
export const Gallery = memo(function Gallery() {
  const t = useText()
  const say = useLessonText()
  const store = useStageStore()
  const language = useSettings(settings => settings.language)
  const [theme, setTheme] = useState<Theme>()
  const shown = [...SCENARIOS, ...FLEETS].filter(one => theme === undefined || one.theme === theme)
  return (
    <Dialog.Root open onOpenChange={gallery => store.setState({ gallery })}>
      <Dialog.Portal>
        <Dialog.Content className={styles.gallery} aria-describedby={undefined}>
          <header className={styles.head}>
            <Dialog.Title asChild><h2>{t('gallery.title')}</h2></Dialog.Title>
            <div className={styles.themes} role="group" aria-label={t('gallery.filter')}>
              <button type="button" aria-pressed={theme === undefined} onClick={() => setTheme(undefined)}>{t('gallery.all')}</button>
              {THEMES.map(one => <button key={one} type="button" aria-pressed={theme === one} onClick={() => setTheme(one)}>{say(language, `theme.${one}`)}</button>)}
            </div>
            <Dialog.Close className={controls.icon} aria-label={t('gallery.close')}><X size={16} aria-hidden="true" /></Dialog.Close>
          </header>
          <ul className={styles.cards}>{shown.map((scenario, order) => <Card key={scenario.id} scenario={scenario} order={order} />)}</ul>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
})

function Card({ scenario, order }: { readonly scenario: Scenario; readonly order: number }) {
  const t = useText()
  const say = useLessonText()
  const language = useSettings(settings => settings.language)
  const here = useSession(session => session.scenario === scenario.id)
  const other = language === 'en' ? 'zh' : 'en'
  return (
    <li>
      <a className={styles.card} href={linkTo(scenario.id)} aria-current={here ? 'page' : undefined}>
        {scenario.workloads === undefined ? <Thumbnail scenario={scenario} order={order} /> : <FleetPoster scenario={scenario} />}
        <span className={styles.words}>
          <b>{say(language, `scenario.${scenario.id}`)}</b>
          <small lang={other === 'zh' ? 'zh-CN' : 'en'}>{say(other, `scenario.${scenario.id}`)}</small>
          <span>{say(language, `scenario.${scenario.id}.about`)}</span>
          <span className={styles.tags}><em>{say(language, `theme.${scenario.theme}`)}</em>{scenario.lesson !== undefined && <em data-lesson="true">{t('gallery.lesson')}</em>}{here && <em>{t('gallery.here')}</em>}</span>
        </span>
      </a>
    </li>
  )
}

/** The same page with another cluster; what else the address asks for stays. */
function linkTo(scenario: string): string {
  const query = new URLSearchParams(location.search)
  query.set('scenario', scenario)
  return `?${query.toString()}`
}
