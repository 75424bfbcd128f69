import { readFileSync } from 'node:fs'
import pg from 'pg'

/**
 * What Reconcile's plan without work is measured against: `node bare-catalog.ts FILE URL` asks the same questions to the
 * catalogue with the bare driver, as one snapshot and all at once as Reconcile does, and forgets the answers.
 */
const [file = '', url = ''] = process.argv.slice(2)
const texts = JSON.parse(readFileSync(file, 'utf8')) as string[]
const client = new pg.Client({ connectionString: url, pipeline: true })
await client.connect()
await client.query('begin isolation level repeatable read, read only')
await Promise.all(texts.map((text) => client.query(text)))
await client.query('commit')
await client.end()
