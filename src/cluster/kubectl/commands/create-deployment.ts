import { resourceNamed, type ApiObject, type Deployment } from '../../../api/index.ts'
import { complain, print, send, type Answer, type Ask } from '../conversation.ts'
import type { Args } from '../flags.ts'
import { failed, namespaceOf, pathOfTarget, refused, shortName } from '../targets.ts'
import type { Command } from './command.ts'
import { DRY_RUN, OUTPUT } from './dry-run.ts'
import { told } from './get.ts'

const DEPLOYMENTS = resourceNamed('apps', 'deployments')!

/** The first line of the first lesson: what it needs is here from the start. */
export const createDeployment: Command = {
  path: 'create deployment', aliases: ['create deploy'], usage: 'create deployment NAME --image=image [--replicas=1] [--port=port] [-- COMMAND]',
  flags: { image: { kind: 'list' }, replicas: { kind: 'int', short: 'r', default: '1' }, port: { kind: 'int', default: '-1' }, 'dry-run': DRY_RUN, output: OUTPUT },
  * run(args) {
    const [name, ...more] = args.positional
    if (args.list('image').length === 0) return yield* failed('required flag(s) "image" not set')
    if (name === undefined || more.length > 0) return yield* failed(`exactly one NAME is required, got ${args.positional.length}\nSee 'kubectl create deployment -h' for help and examples`)
    const images = args.list('image')
    if (images.length > 1 && args.rest.length > 0) return yield* failed('cannot specify multiple --image options and command')
    const port = Number(args.text('port'))
    const labels = { app: name }
    const containers = images.map((image) => ({
      name: image.split('/').at(-1)!.split('@')[0]!.split(':')[0]!, image, ...(args.rest.length > 0 ? { command: args.rest } : {}), ...(port >= 0 ? { ports: [{ containerPort: port }] } : {}), resources: {},
    }))
    const body: Deployment = {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels },
      spec: { replicas: Number(args.text('replicas')), selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } }, strategy: {} },
    }
    yield { ask: 'fact', stage: 'built', params: { command: 'create', kind: 'Deployment', name } }
    return yield* create(args, DEPLOYMENTS, body as never, 'deployment')
  },
}

/** POSTs what a `create` command made, or shows it in a dry run. */
export function* create(args: Args, info: typeof DEPLOYMENTS, body: { readonly metadata: { readonly name?: string } }, what: string): Generator<Ask, number, Answer> {
  const dry = args.text('dry-run')
  const output = args.text('output')
  const { name = '' } = body.metadata
  // In a dry run, the namespace is there only where it was asked for; Deployments have a status even then.
  const spaced = info.namespaced && args.text('namespace') !== undefined ? { ...body, metadata: { name, namespace: namespaceOf(args), ...body.metadata } } : body
  let made: unknown = what === 'deployment' ? { ...spaced, status: {} } : spaced
  if (dry !== 'client') {
    const query = { fieldManager: 'kubectl-create', fieldValidation: 'Strict', ...(dry === 'server' ? { dryRun: 'All' } : {}) }
    const response = yield* send({ method: 'POST', path: pathOfTarget(info, namespaceOf(args)), query, headers: { 'content-type': 'application/json' }, body: info.namespaced ? { ...body, metadata: { ...body.metadata, namespace: namespaceOf(args) } } : body })
    if (response.code !== 201) {
      const { message = '' } = (response.body ?? {}) as { readonly message?: string }
      return UNWRAPPED.includes(what) || response.code === 0 ? yield* refused(response) : yield* failed(`failed to create ${what}${what === 'secret' ? '' : ':'} ${message}`)
    }
    for (const warning of response.warnings) yield* complain(`Warning: ${warning}\n`)
    made = response.body
  }
  if (output === 'json') yield* print(`${JSON.stringify(made, null, 4)}\n`)
  else if (output) return yield* told(args, made as ApiObject, 'created')
  else yield* print(`${shortName(info, name)} created${dry === 'client' ? ' (dry run)' : dry === 'server' ? ' (server dry run)' : ''}\n`)
  return 0
}

/** Whose creation upstream does not put words of its own around. */
const UNWRAPPED: readonly string[] = ['namespace', 'role', 'clusterrole']
