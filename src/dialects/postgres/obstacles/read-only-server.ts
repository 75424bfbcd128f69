import type { Finder } from './finder.ts'

/** A standby, or a default that makes every transaction read only. */
export const readOnlyServer: Finder = async (session) => {
  const [row] = await session.query(
    `select pg_catalog.pg_is_in_recovery() as standby,
       pg_catalog.current_setting('default_transaction_read_only')::boolean as read_only`,
  )
  const why = 'Nothing can be changed over this connection, the journal included.'
  if (row?.['standby'] === true) {
    const what = 'the server is a standby'
    return [{ id: 'read-only-server', stops: true, what, why, remedy: 'Connect to the primary.' }]
  }
  if (row?.['read_only'] !== true) return []
  return [
    {
      id: 'read-only-server',
      stops: true,
      what: 'default_transaction_read_only is on',
      why,
      remedy: 'Find out why it is on, then: alter database … or alter role … reset default_transaction_read_only;',
    },
  ]
}
