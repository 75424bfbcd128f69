/** Query parameters of connection strings that hold, or name, a secret. */
const secretKey = /pass|pwd|secret|token|credential|key$/i

/**
 * A connection URL that may be shown: its password and the secrets in its query are `***`. The text need not be a
 * proper URL: people paste passwords with `/`, `@` or `?` in them. What is no URL at all becomes `<redacted>`.
 */
export function redactUrl(url: string): string {
  const parts = urlParts(url)
  if (parts === null) return '<redacted>'
  const { scheme, user, password, rest } = parts
  const login = user === null ? '' : `${user}${password === null ? '' : ':***'}@`
  return scheme + login + redactQuery(rest)
}

/** The same URL with its password percent-encoded where it was not, so that every driver reads it the same way. */
export function encodeUrl(url: string): string {
  const parts = urlParts(url)
  if (parts === null || parts.user === null) return url
  const login =
    parts.password === null ? encodeRest(parts.user) : `${encodeRest(parts.user)}:${encodeRest(parts.password)}`
  return `${parts.scheme}${login}@${parts.rest}`
}

/** A message of a driver or of the server, without the secrets of a URL that it may repeat. */
export function redactSecrets(text: string, url: string): string {
  const parts = urlParts(url)
  const query = /\?(.*)$/s.exec(parts?.rest ?? url)?.[1] ?? ''
  const secrets = query
    .split('&')
    .filter((pair) => secretKey.test(pair.split('=', 1)[0] ?? ''))
    .map((pair) => pair.slice(pair.indexOf('=') + 1))
  const all = [parts?.password ?? '', ...secrets].flatMap((secret) => [secret, decoded(secret)])
  const longestFirst = [...new Set(all)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length)
  return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

/**
 * A text that somebody wrote, with the passwords in it covered: those of URLs, and what stands behind `password=`. Every
 * other character keeps its place, so that a mark below the line stays under its word.
 */
export function withoutSecrets(text: string): string {
  const covered = (_: string, before: string, secret: string): string => before + '*'.repeat(secret.length)
  return text
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s:@/'"]*:)([^\s'"]*)(?=@)/gi, covered)
    .replaceAll(/((?:password|passwd|pwd|secret|token)=)([^&\s'"]+)/gi, covered)
}

interface UrlParts {
  /** Up to and with `://`, or `sqlite:`. */
  readonly scheme: string
  readonly user: string | null
  readonly password: string | null
  readonly rest: string
}

function urlParts(url: string): UrlParts | null {
  const sqlite = /^(?:sqlite|file):/i.exec(url)
  if (sqlite !== null) return { scheme: sqlite[0], user: null, password: null, rest: url.slice(sqlite[0].length) }
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(url)?.[0]
  if (scheme === undefined) return null
  const after = url.slice(scheme.length)
  const at = loginEnd(after)
  if (at === -1) return { scheme, user: null, password: null, rest: after }
  const login = after.slice(0, at)
  const colon = login.indexOf(':')
  return {
    scheme,
    user: colon === -1 ? login : login.slice(0, colon),
    password: colon === -1 ? null : login.slice(colon + 1),
    rest: after.slice(at + 1),
  }
}

/** Query parameters of libpq in whose values an `@` may stand. */
const parameters =
  /^(?:user|password|host|options|application_name|fallback_application_name|service|sslcert|sslkey|sslrootcert|sslpassword|passfile|krbsrvname|requirepeer)$/

/**
 * Index of the `@` that ends user and password, -1 when there are none. The last one counts, since `@` in a password is
 * common, unless it is in the value of a query parameter that libpq knows. In doubt more is hidden, not less.
 */
function loginEnd(after: string): number {
  const last = after.lastIndexOf('@')
  if (last === -1) return -1
  const start = Math.max(after.lastIndexOf('&', last), after.lastIndexOf('?', last))
  const [name = '', value] = after.slice(start + 1, last).split('=', 2)
  const inQuery = start !== -1 && value !== undefined && parameters.test(name)
  return inQuery ? loginEnd(after.slice(0, start)) : last
}

function redactQuery(rest: string): string {
  const question = rest.indexOf('?')
  if (question === -1) return rest
  const pairs = rest
    .slice(question + 1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? ''
      return pair.includes('=') && secretKey.test(decoded(name)) ? `${name}=***` : pair
    })
  return `${rest.slice(0, question)}?${pairs.join('&')}`
}

function encodeRest(text: string): string {
  return text.replaceAll(/%(?![0-9a-f]{2})|[^\w%.~!$&'()*+,;=-]/giu, (character) => encodeURIComponent(character))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
