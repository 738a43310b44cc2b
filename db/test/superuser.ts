import postgres from 'postgres'
import { inject } from 'vitest'

/** A superuser's client of this test's database, to write rows that no other role may write. The caller must end it. */
export function superuserClient(max = 1) {
  const url = Object.assign(new URL(inject('superuserUrl')), { pathname: new URL(process.env.DATABASE_URL ?? '').pathname })
  return postgres(url.href, { max, onnotice: () => {}, types: { bigint: postgres.BigInt } })
}
