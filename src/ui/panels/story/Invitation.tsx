import { Skull, CircleHelp } from 'lucide-react'
import { memo } from 'react'
import { useAcceptInvitation } from '../../actions/invitation.ts'
import { useText } from '../../i18n/text.ts'
import { useSession, useView } from '../../store/glass.ts'
import controls from '../../styles/controls.module.css'
import styles from './story.module.css'

/** Between two chapters: "now break one", then "why are you here?", for each Pod that is meant. */
export const Invitation = memo(function Invitation() {
  const t = useText()
  const invitation = useSession(session => session.story?.invitation)
  if (invitation === undefined) return null
  const { invite, pods } = invitation
  return (
    <section className={styles.invitation} aria-label={t(`story.invite.${invite}`)}>
      <p>{t(`story.invite.${invite}`)}</p>
      <div>{pods.map(pod => <Accept key={pod.id} invite={invite} {...pod} />)}</div>
    </section>
  )
})

function Accept({ invite, id, event }: { readonly invite: 'break' | 'why'; readonly id: string; readonly event: number }) {
  const t = useText()
  const pod = useView('pod', id)
  const accept = useAcceptInvitation()
  if (pod === undefined) return null
  const Icon = invite === 'break' ? Skull : CircleHelp
  return <button type="button" className={controls.button} onClick={() => accept(invite, { id, event })}><Icon size={14} aria-hidden="true" />{t(`story.invite.${invite}.pod`, { pod: pod.shortName })}</button>
}
