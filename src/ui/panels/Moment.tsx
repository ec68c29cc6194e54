import { useText } from '../i18n/text.ts'
import { seconds } from './names.ts'

/** A virtual time; the boot of the cluster lies before all that is told. */
export function Moment({ at }: { readonly at: number }) {
  const t = useText()
  return <time>{at < 0 ? t('time.before') : `${seconds(at)} s`}</time>
}
