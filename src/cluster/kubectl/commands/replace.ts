import type { ApiObject } from '../../../api/index.ts'
import { print, send, type Conversation } from '../conversation.ts'
import { manifestsOf } from '../manifests.ts'
import { ended, failed, fetched, namespaceOf, pathOfTarget, refused, shortName } from '../targets.ts'
import type { Command } from './command.ts'
import { dryQuery, suffix } from './dry-run.ts'
import { FILES } from './named.ts'

/** Puts what the file says in the place of what is there. */
export const REPLACE: Command = {
  path: 'replace', usage: 'replace -f FILENAME', flags: FILES,
  * run(args, cx): Conversation {
    if (args.list('filename').length === 0) return yield* failed('must specify one of -f and -k')
    const { manifests, problems } = manifestsOf(args.list('filename'), cx.files, args.text('namespace'))
    if (problems.length > 0) return yield* ended(problems)
    let exit = 0
    for (const { info, object, file } of manifests) {
      const namespace = object.metadata.namespace ?? namespaceOf(args)
      const found = yield* fetched(info, namespace, object.metadata.name)
      if (found.code !== 200) {
        exit = yield* refused(found, `error when replacing "${file}"`)
        continue
      }
      const resourceVersion = object.metadata.resourceVersion ?? (found.body as ApiObject).metadata.resourceVersion!
      const body = { ...object, metadata: { ...object.metadata, ...(info.namespaced ? { namespace } : {}), resourceVersion } }
      const answer = yield* send({ method: 'PUT', path: pathOfTarget(info, namespace, object.metadata.name), query: { fieldManager: 'kubectl-replace', fieldValidation: 'Strict', ...dryQuery(args) }, headers: { 'content-type': 'application/json' }, body })
      if (answer.code !== 200) exit = yield* refused(answer, (answer.body as { readonly reason?: string } | undefined)?.reason === 'Invalid' ? undefined : `error when replacing "${file}"`)
      else yield* print(`${shortName(info, object.metadata.name!)} replaced${suffix(args)}\n`)
    }
    return exit
  },
}
