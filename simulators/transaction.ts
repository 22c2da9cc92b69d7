import type pg from 'pg'
import { SERVICES, type Service } from './protocol.ts'

/** Anything that runs a statement: the pool, or the one connection of a transaction. */
export type Connection = Pick<pg.ClientBase, 'query'>

const LOCK_CLASS = 7_301_104

/** Runs `work` in one transaction; `opening` goes out with its `begin`, which saves a turn of the event loop. */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: Connection) => Promise<T>,
  opening = '',
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(`begin; ${opening}`)
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // A connection that cannot even roll back is thrown away.
    await client.query('rollback').then(
      () => client.release(),
      (fault) => client.release(fault),
    )
    throw error
  }
}

/**
 * One batch at a time per service: what a batch reads about its keys and ids cannot change before it has written them, and
 * the primary keys of `effect` and `record` would catch a mistake here. Statements under this lock limit the rate, so there
 * are two and the commit.
 */
export function whileWriting<T>(pool: pg.Pool, service: Service, work: (client: Connection) => Promise<T>): Promise<T> {
  return inTransaction(pool, work, `select pg_advisory_xact_lock(${LOCK_CLASS}, ${SERVICES.indexOf(service)})`)
}

/** After the batches now being written, so that `not-found` is not merely `not yet`. */
export function afterWriters<T>(pool: pg.Pool, service: Service, work: (client: Connection) => Promise<T>): Promise<T> {
  return inTransaction(pool, work, `select pg_advisory_xact_lock_shared(${LOCK_CLASS}, ${SERVICES.indexOf(service)})`)
}
