import { useEntities } from '../store/glass.ts'
import { useStageStore, useStageUi } from '../store/stage-ui.ts'
import styles from './stage.module.css'

/** On a phone: which node of the swipe row is shown. */
export function NodeDots() {
  const nodes = useEntities(entities => entities.nodes)
  const first = useStageUi(ui => ui.firstNode)
  const store = useStageStore()
  return (
    <div className={styles.dots}>
      {nodes.map((id, index) => (
        <button key={id} type="button" aria-label={id.slice('node/'.length)} aria-current={index === first} onClick={() => store.setState({ firstNode: index })}><i /></button>
      ))}
    </div>
  )
}
