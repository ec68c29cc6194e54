/** 'httpd' → 'docker.io/library/httpd:latest', as containerd's and Docker's reference grammar fills it in; undefined if it is not a reference. */
export function normalReference(image: string): string | undefined {
  const at = image.indexOf('@')
  const digest = at < 0 ? '' : image.slice(at)
  const rest = at < 0 ? image : image.slice(0, at)
  const colon = rest.lastIndexOf(':')
  const hasTag = colon > rest.lastIndexOf('/')
  const name = hasTag ? rest.slice(0, colon) : rest
  const tag = hasTag ? rest.slice(colon + 1) : ''
  if (!NAME.test(name) || (hasTag && !TAG.test(tag)) || (digest !== '' && !DIGEST.test(digest))) return undefined
  return `${fullName(name)}${hasTag ? `:${tag}` : digest ? '' : ':latest'}${digest}`
}

/** 'docker.io/library/httpd:2.4' → 'docker.io/library/httpd' */
export function repositoryOf(reference: string): string {
  const at = reference.indexOf('@')
  const rest = at < 0 ? reference : reference.slice(0, at)
  const colon = rest.lastIndexOf(':')
  return colon > rest.lastIndexOf('/') ? rest.slice(0, colon) : rest
}

/** The tag that an image's pull policy defaults by: '' when a digest is named. */
export function tagOf(image: string): string {
  const reference = normalReference(image)
  if (!reference || reference.includes('@')) return ''
  return reference.slice(reference.lastIndexOf(':') + 1)
}

const NAME = /^(?:[a-zA-Z0-9.-]+(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/
const DIGEST = /^@sha256:[a-f0-9]{64}$/

function fullName(name: string): string {
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost'
  if (isHost) return name
  return slash < 0 ? `docker.io/library/${name}` : `docker.io/${name}`
}
