import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUrl, redactSecrets, redactUrl } from '../../src/lib/redact.ts'

describe('redactUrl', () => {
  test.for([
    ['postgres://app:s3cret@db.example:5432/shop', 'postgres://app:***@db.example:5432/shop'],
    ['postgresql://app@db/shop', 'postgresql://app@db/shop'],
    ['postgres://db/shop', 'postgres://db/shop'],
    ['postgres://app:@db/shop', 'postgres://app:***@db/shop'],
    ['postgres://app:p@ss@db/shop', 'postgres://app:***@db/shop'],
    ['postgres://app:p/a?s#s@db/shop', 'postgres://app:***@db/shop'],
    ['postgres://app:a:b:c@db/shop', 'postgres://app:***@db/shop'],
    [
      'postgres://db/shop?user=app&password=s3cret&sslmode=require',
      'postgres://db/shop?user=app&password=***&sslmode=require',
    ],
    [
      'postgres://app:s3cret@db/shop?sslpassword=x&sslkey=/k.pem',
      'postgres://app:***@db/shop?sslpassword=***&sslkey=***',
    ],
    ['postgres://db/shop?PassWord=x', 'postgres://db/shop?PassWord=***'],
    ['postgres://db/shop?pass%77ord=x', 'postgres://db/shop?pass%77ord=***'],
    ['postgres://app:s3cret@h1:1,h2:2/shop', 'postgres://app:***@h1:1,h2:2/shop'],
    ['postgres://app:s3cret@[::1]:5432/shop', 'postgres://app:***@[::1]:5432/shop'],
    ['sqlite:state/dev.db', 'sqlite:state/dev.db'],
    ['s3cret', '<redacted>'],
  ] as const)('%s', ([url, shown]) => {
    expect(redactUrl(url)).toBe(shown)
  })

  test('no password is ever shown, whatever is in it', () => {
    const password = fc.string({ minLength: 4, maxLength: 16, unit: 'grapheme-ascii' }).map((text) => `Zq${text}Zq`)
    fc.assert(
      fc.property(password, (secret) => {
        expect(redactUrl(`postgres://app:${secret}@db.example/shop`)).not.toContain(secret)
        expect(redactUrl(`postgres://app:${encodeURIComponent(secret)}@db.example/shop?sslmode=require`)).not.toContain(
          encodeURIComponent(secret),
        )
      }),
    )
  })
})

describe('encodeUrl', () => {
  test('makes a pasted password readable for a driver, and changes nothing that is encoded already', () => {
    expect(encodeUrl('postgres://app:p@ss/w?d@db/shop')).toBe('postgres://app:p%40ss%2Fw%3Fd@db/shop')
    expect(encodeUrl('postgres://app:p%40ss@db/shop')).toBe('postgres://app:p%40ss@db/shop')
    expect(encodeUrl('postgres://db/shop')).toBe('postgres://db/shop')
    expect(encodeUrl('sqlite:state/a b.db')).toBe('sqlite:state/a b.db')
  })

  test('the password comes out of the URL as it went in', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => !text.includes('%')),
        (secret) => {
          const { password, host } = new URL(encodeUrl(`postgres://app:${secret}@db.example/shop`))
          expect(decodeURIComponent(password)).toBe(secret)
          expect(host).toBe('db.example')
        },
      ),
    )
  })
})

describe('redactSecrets', () => {
  const url = 'postgres://app:p%40ss@db/shop?sslpassword=hunter2'

  test('takes the secrets of the URL out of a message, encoded or not', () => {
    expect(redactSecrets('cannot use p@ss or p%40ss with hunter2', url)).toBe('cannot use *** or *** with ***')
  })

  test('leaves a message without them alone', () => {
    expect(redactSecrets('connection refused', url)).toBe('connection refused')
    expect(redactSecrets('no such file', 'sqlite:state/dev.db')).toBe('no such file')
  })
})
