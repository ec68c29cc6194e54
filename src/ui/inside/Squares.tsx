import type { ContainerRole, ContainerStage } from '../../protocol/index.ts'
import { useText } from '../i18n/text.ts'
import styles from './near.module.css'

interface Square { readonly name: string; readonly role?: ContainerRole; readonly state: ContainerStage; readonly ready?: boolean; readonly restarts?: number; readonly exitCode?: number }

/** Small containers: round ones begin first, those with a round foot stand by; they fill as they come alive. */
export function Squares({ containers }: { readonly containers: readonly Square[] }) {
  const t = useText()
  const restarts = containers.reduce((sum, one) => sum + (one.restarts ?? 0), 0)
  return (
    <span className={styles.squares}>
      {containers.map(({ name, role = 'main', state, ready = state === 'running', exitCode = 0, restarts: again = 0 }) => {
        const words = `${name}: ${role === 'main' ? '' : `${t(`inside.role.${role}`)}, `}${t(`inside.box.${state}`)}${again > 0 ? `, ${t('inside.restarts', { count: again })}` : ''}`
        return <span key={name} title={words}><i className={styles.square} data-role={role} data-state={state} data-ready={ready} data-bad={exitCode !== 0} aria-hidden="true" /><span className="hidden-visually">{words}</span></span>
      })}
      {restarts > 0 && <b aria-hidden="true" className={styles.again}>↻{restarts}</b>}
    </span>
  )
}
