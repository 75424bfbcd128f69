import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUrl, redactSecrets, redactUrl } from '../../src/lib/redact.ts'

describe('redactUrl', () => {
  it.each([
    ['postgres://app:secret@db:5432/shop', 'postgres://app:***@db:5432/shop'],
    ['postgres://app:p%40ss:w/ord@db/shop', 'postgres://app:***@db/shop'],
    ['postgres://app:p@ss@db/shop', 'postgres://app:***@db/shop'],
    ['postgres://app:p?ss@db/shop', 'postgres://app:***@db/shop'],
    ['postgres://app:123/4@db/shop', 'postgres://app:***@db/shop'],
    ['postgres://app:a#b@db/shop?x=1', 'postgres://app:***@db/shop?x=1'],
    ['postgres://app@db/shop', 'postgres://app@db/shop'],
    ['postgres://db/shop', 'postgres://db/shop'],
    ['postgres:///shop?host=/tmp', 'postgres:///shop?host=/tmp'],
    ['postgres://[::1]:5432/shop?options=a@b', 'postgres://[::1]:5432/shop?options=a@b'],
    [
      'postgres://a:x@one,two:5433/shop?application_name=me@here',
      'postgres://a:***@one,two:5433/shop?application_name=me@here',
    ],
    [
      'postgres://db/shop?user=a&password=s&sslpassword=s&sslkey=/k&token=s&sslmode=require',
      'postgres://db/shop?user=a&password=***&sslpassword=***&sslkey=***&token=***&sslmode=require',
    ],
    ['sqlite:state/dev.db', 'sqlite:state/dev.db'],
    ['sqlite:a@b.db?key=s', 'sqlite:a@b.db?key=***'],
    ['host=db password=secret', '<redacted>'],
    ['', '<redacted>'],
  ])('%s', (url, shown) => expect(redactUrl(url)).toBe(shown))

  it('shows no part of any password', () => {
    const password = fc.string({
      minLength: 6,
      maxLength: 20,
      unit: fc.constantFrom(...'qzjx07%/@:?#&=[] ~'.split('')),
    })
    fc.assert(
      fc.property(password, (secret) => {
        const shown = redactUrl(`postgres://app:${secret}@db.internal:5432/shop?sslmode=require`)
        expect(shown).toBe('postgres://app:***@db.internal:5432/shop?sslmode=require')
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

describe('encodeUrl', () => {
  it('makes any password one that comes back the same', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: fc.constantFrom(...'az09%/@:?#&=[] ~ö邮'.split('')) }), (secret) => {
        fc.pre(!/%[0-9a-f]{2}/i.test(secret))
        expect(decodeURIComponent(new URL(encodeUrl(`postgres://app:${secret}@db/shop`)).password)).toBe(secret)
      }),
      { seed: 2, numRuns: 2000 },
    )
  })
})

describe('redactSecrets', () => {
  it('takes the password out of a message, as written and as meant', () => {
    const url = 'postgres://app:p%40ss@db/shop?token=t0k'
    expect(redactSecrets('no "p%40ss" or "p@ss" at t0k', url)).toBe('no "***" or "***" at ***')
    expect(redactSecrets('nothing', 'sqlite:x')).toBe('nothing')
  })
})
