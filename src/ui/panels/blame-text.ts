import type { BlameLine } from '../../protocol/index.ts'
import type { Translate } from '../i18n/text.ts'
import { placeName, seconds } from './names.ts'

/** The write that brought a line, in an editor's gutter or in the inspector's. */
export type Blame = Omit<BlameLine, 'text' | 'path'>

/** Whose gutter has which colour: managers in the order of their names. */
export function hues(lines: readonly Blame[]): (line: Blame) => number {
  const managers = [...new Set(lines.map(managerOf))].sort()
  return line => managers.indexOf(managerOf(line)) % 6
}

/** What nobody manages, such as the node of a binding, was written by who sent the request. */
const managerOf = ({ manager = '', writer = 'apiserver' }: Blame): string => (manager === '' ? placeName(writer) : manager)

export const shortManager = (line: Blame): string => managerOf(line).replace('kube-controller-manager', 'controller-mgr').replace('kubectl-client-side-apply', 'kubectl-apply')

/** A line bears its writer's name where another write begins. */
export const beginsAnother = (line: Blame, before: Blame | undefined): boolean => before === undefined || managerOf(before) !== managerOf(line) || before.revision !== line.revision

export function blameText(t: Translate, line: Blame): string {
  const { operation, revision = 0, at, user, command } = line
  const who = t('inspector.writer', { manager: managerOf(line) })
  return [who, operation, user, t('box.etcd.rev', { revision }), at === undefined ? t('editor.before') : `${seconds(at)} s`, command].filter(part => part !== undefined && part !== '').join(' · ')
}
