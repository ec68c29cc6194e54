// Models apimachinery's pkg/util/validation: each check answers with upstream's complaints, none when the text is right.

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const LABEL_VALUE = `(${QUALIFIED})?`
const CONFIG_KEY = '[-._a-zA-Z0-9]+'
const PERCENT = '[0-9]+%'
const HEADER = '[-A-Za-z0-9]+'
const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*'

const LABEL_RE = new RegExp(`^${LABEL}$`)
const SUBDOMAIN_RE = new RegExp(`^${SUBDOMAIN}$`)
const DNS_1035_RE = new RegExp(`^${DNS_1035}$`)
const QUALIFIED_RE = new RegExp(`^${QUALIFIED}$`)
const LABEL_VALUE_RE = new RegExp(`^${LABEL_VALUE}$`)
const CONFIG_KEY_RE = new RegExp(`^${CONFIG_KEY}$`)
const PERCENT_RE = new RegExp(`^${PERCENT}$`)
const HEADER_RE = new RegExp(`^${HEADER}$`)
const C_IDENTIFIER_RE = new RegExp(`^${C_IDENTIFIER}$`)

const NONE: readonly string[] = []

export function dns1123Label(value: string): readonly string[] {
  if (value.length <= 63 && LABEL_RE.test(value)) return NONE
  const errors = maxLength(value, 63)
  if (LABEL_RE.test(value)) return errors
  if (SUBDOMAIN_RE.test(value)) return [...errors, 'must not contain dots']
  return [
    ...errors,
    regexError(
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
      LABEL,
      'my-name',
      '123-abc',
    ),
  ]
}

export function dns1123Subdomain(value: string): readonly string[] {
  return checked(value, 253, SUBDOMAIN_RE, () =>
    regexError(
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
      SUBDOMAIN,
      'example.com',
    ),
  )
}

export function dns1035Label(value: string): readonly string[] {
  return checked(value, 63, DNS_1035_RE, () =>
    regexError(
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
      DNS_1035,
      'my-name',
      'abc-123',
    ),
  )
}

/** A label key: an optional DNS subdomain and '/', then a name. */
export function qualifiedName(value: string): readonly string[] {
  const slash = value.indexOf('/')
  if (slash !== value.lastIndexOf('/'))
    return [`a valid label key ${qualifiedError()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]
  const errors: string[] = []
  if (slash === 0) errors.push('prefix part must be non-empty')
  else if (slash > 0) for (const message of dns1123Subdomain(value.slice(0, slash))) errors.push(`prefix part ${inBytes(message)}`)
  const name = value.slice(slash + 1)
  if (name === '') errors.push('name part must be non-empty')
  else for (const message of maxLength(name, 63)) errors.push(`name part ${inBytes(message)}`)
  if (!QUALIFIED_RE.test(name)) errors.push(`name part ${qualifiedError()}`)
  return errors
}

export function labelValue(value: string): readonly string[] {
  return checked(value, 63, LABEL_VALUE_RE, () =>
    regexError(
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
      LABEL_VALUE,
      'MyValue',
      'my_value',
      '12345',
    ),
  ).map(inBytes)
}

export function configMapKey(value: string): readonly string[] {
  const errors = checked(value, 253, CONFIG_KEY_RE, () =>
    regexError(
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
      CONFIG_KEY,
      'key.name',
      'KEY_NAME',
      'key-name',
    ),
  )
  if (!value.startsWith('.')) return errors
  if (value === '.') return [...errors, "must not be '.'"]
  if (value === '..') return [...errors, "must not be '..'"]
  return value.startsWith('..') ? [...errors, "must not start with '..'"] : errors
}

/** Since v1.34 any printable ASCII but '='. */
export function envVarName(value: string): readonly string[] {
  const errors: string[] = []
  if (value === '') errors.push('environment variable name must be non-empty')
  if (!/^[ -<>-~]*$/.test(value))
    errors.push("a valid environment variable name must consist only of printable ASCII characters other than '='")
  return errors
}

export function cIdentifier(value: string): readonly string[] {
  return C_IDENTIFIER_RE.test(value)
    ? NONE
    : [
        regexError(
          "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
          C_IDENTIFIER,
          'my_name',
          'MY_NAME',
          'MyName',
        ),
      ]
}

export function httpHeaderName(value: string): readonly string[] {
  return HEADER_RE.test(value)
    ? NONE
    : [regexError("a valid HTTP header must consist of alphanumeric characters or '-'", HEADER, 'X-Header-Name')]
}

export function percent(value: string): readonly string[] {
  return PERCENT_RE.test(value)
    ? NONE
    : [regexError("a valid percent string must be a numeric string followed by an ending '%'", PERCENT, '1%', '93%')]
}

export function portNumber(value: number): readonly string[] {
  return inRange(value, 1, 65535)
}

export function portName(value: string): readonly string[] {
  const errors = [...maxLength(value, 15)]
  if (!/^[-a-z0-9]+$/.test(value)) errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)')
  if (value.includes('--')) errors.push('must not contain consecutive hyphens')
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen')
  return errors
}

export function inRange(value: number, low: number, high: number): readonly string[] {
  return value >= low && value <= high ? NONE : [`must be between ${low} and ${high}, inclusive`]
}

export function isIPv4(value: string): boolean {
  return /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.|$)){4}$/.test(value) && !value.endsWith('.')
}

export function isIPv6(value: string): boolean {
  if (!value.includes(':')) return false
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(value)
  if (tail && !isIPv4(tail[2]!)) return false
  const text = tail ? `${tail[1]}0:0` : value
  const halves = text.split('::')
  if (halves.length > 2) return false
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  return groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (halves.length === 2 ? groups.length <= 7 : groups.length === 8)
}

export function isIP(value: string): boolean {
  return isIPv4(value) || isIPv6(value)
}

export function regexError(message: string, regex: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${regex}')`
  return `${message} (e.g. ${examples.map((example) => `'${example}', `).join(' or ')}regex used for validation is '${regex}')`
}

function qualifiedError(): string {
  return regexError(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    QUALIFIED,
    'MyName',
    'my.name',
    '123-abc',
  )
}

/** Since v1.35 the lengths of labels are told in bytes, all others still in characters. */
const inBytes = (message: string): string => message.replace(/(?<=more than \d+) characters/, ' bytes')

function maxLength(value: string, max: number): readonly string[] {
  return value.length > max ? [`must be no more than ${max} characters`] : NONE
}

function checked(value: string, max: number, regex: RegExp, complaint: () => string): readonly string[] {
  if (value.length <= max && regex.test(value)) return NONE
  return regex.test(value) ? maxLength(value, max) : [...maxLength(value, max), complaint()]
}
