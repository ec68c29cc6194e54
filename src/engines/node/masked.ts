/** Between which two namespaces the two sides are kept apart. */
export const SIDES = { page: 'ns-one', real: 'ns-two' } as const
/** What $NODE is for each. */
export const NODE_OF = { [SIDES.page]: 'node-a', [SIDES.real]: 'node-b' } as const

/**
 * What two runs of the same command in two namespaces cannot agree on, masked: ages, times, addresses, names given by chance, how far a rollout was when it was looked at,
 * whether an image was on the node already,
 * and the widths that follow from them. Virtual time runs ahead of the real kubectl's clock, so that its ages may be <invalid>.
 */
export function masked(text: string, side: string): string {
  const plain = text
    .replaceAll(side, 'NAMESPACE')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w+ \d{4} [\d:]+ \+0000/g, 'TIME')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UID')
    .replace(/10\.(244|96|9[7-9]|10\d|11[01])\.\d+\.\d+/g, 'IP')
    .replace(/containerd:\/\/[0-9a-f]{64}/g, 'CONTAINER')
    .replace(/"?resourceVersion"?: ?"\d+"/g, 'resourceVersion: VERSION')
    .replace(/node-[abc](\/192\.168\.0\.\d+)?\b/g, 'NODE')
    .replace(/-([0-9a-f]{8,10})-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-$1-CHANCE')
    .replace(/(kube-api-access|web|page)-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '$1-CHANCE')
    .replace(/ in [\d.ms]+ \([\d.ms]+ including waiting\)/g, ' PULLED')
    .replace(/.*Pulling image.*\n/g, '')
    .replace(/Successfully pulled image \S+ PULLED\. Image size: \d+ bytes\.|Container image \S+ already present on machine.*/g, 'IMAGE')
    .replace(/<invalid>|(\b\d+d)?(\b\d+h)?\b(\d+m)?\d+s\b|\b\d+[mhd]\b/g, 'AGE')
    .replace(/AGE \(x\d+ over AGE\)/g, 'AGE')
    .replace(/(Waiting for deployment .*\n)+(?=deployment .* successfully rolled out)/g, '')
    .replace(/https?:\/\/[\d.]+:\d+(\/as\/[\w-]+)?/g, 'SERVER')
    .replace(/kubectl\.1\.\d+/g, 'kubectl')
    .replace(/(?<=(Client|Kustomize) Version: ).*|^WARNING: version difference.*\n/gm, '')
    .replace(/"192\.168\.0\.\d+"/g, '"IP"')
    .replace(/-{5,}/g, '-----')
  // A column behind one that was masked stands where chance put it.
  return /(AGE|IP|TIME|VERSION|PULLED|NODE|UID|CHANCE) +\S/.test(plain) ? plain.replace(/ {2,}/g, '  ') : plain
}

/** Both sides' words where upstream chose others since the kubectl that the page, which is v1.36, is compared with. */
export function inWordsOfBoth(text: string, minor: number): string {
  return CHANGED.reduce((now, { since, words, common }) => (minor < since ? now.replace(words, common) : now), text)
}

const CHANGED: readonly { readonly since: number; readonly words: RegExp; readonly common: string }[] = [
  { since: 36, words: /(?<=unrecognized condition: )(""|\[\])/g, common: '' },
  { since: 36, words: /kyaml,/g, common: '' },
  { since: 36, words: /(?<=must be no more than \d+) (bytes|characters)/g, common: '' },
  { since: 34, words: /^ {2}Kube-Proxy Version: *\n/gm, common: '' },
  { since: 34, words: /(Tokens|Mountable secrets):.*\n/g, common: '' },
  { since: 34, words: /(error: no objects passed to scale |Error from server \(NotFound\): )(?=deployments.apps "ghost")/g, common: '' },
  { since: 34, words: /(?<=is not valid for pod \S+) out of: .*/g, common: '' },
  { since: 34, words: /(?<=" (force )?deleted) from \S+ namespace/g, common: '' },
  { since: 34, words: /(?<=\d\/(TCP|UDP)) \([\w-]+\)/g, common: '' },
  { since: 34, words: /^ *creationTimestamp: null\n/gm, common: '' },
  { since: 34, words: /cannot delete (?=cannot delete)/g, common: '' },
  { since: 34, words: /^preferences: \{\}\n/gm, common: '' },
  { since: 34, words: /spec\.\w+\{[\w-]+\}: /g, common: '' },
]
