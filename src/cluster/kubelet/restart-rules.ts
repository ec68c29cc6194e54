import type { Container, PodSpec } from '../../api/index.ts'

/** Whether a container that ended with this code is started again. Models podutil.ContainerShouldRestart: rules, then its own policy, then the pod's. */
export function shouldRestart(container: Container, spec: PodSpec, exitCode: number): boolean {
  for (const { action, exitCodes } of container.restartPolicyRules ?? []) {
    if (!exitCodes) continue
    const listed = (exitCodes.values ?? []).includes(exitCode)
    if (action === 'Restart' && (exitCodes.operator === 'In' ? listed : !listed)) return true
  }
  switch (container.restartPolicy ?? spec.restartPolicy ?? 'Always') {
    case 'Never': return false
    case 'OnFailure': return exitCode !== 0
    default: return true
  }
}

/** An init container that succeeded is not run again, whatever the pod's policy says. */
export const initShouldRestart = (container: Container, spec: PodSpec, exitCode: number): boolean =>
  exitCode !== 0 && (container.restartPolicy === undefined ? (spec.restartPolicy ?? 'Always') !== 'Never' : shouldRestart(container, spec, exitCode))
