import { sql } from 'drizzle-orm'
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

/** Bytes: sealed secrets, hashes, keys. */
export const bytea = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => Buffer.from(value),
})

/** Text ordered by its bytes: identifiers, which have no language. */
export const textC = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/** An ISO 4217 code. */
export const currency = customType<{ data: string }>({ dataType: () => 'char(3) collate "C"' })

/** Minor units of a currency. */
export const money = (name: string) => bigint(name, { mode: 'bigint' })

/** The default of money: drizzle-kit can't write a bigint. */
export const zero = sql`0`

/** An instant. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** The portal's time, which the sandbox can move. */
export const portalNow = sql`portal_now()`

/** Real time, which nobody moves: of sign-ins and mails. */
export const clockNow = sql`clock_timestamp()`

const list = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ')

/** The condition that a column holds one of these words. They stand in the text, because drizzle-kit writes no parameters. */
export const among = (column: string, words: readonly string[]) => sql.raw(`${column} in (${list(words)})`)

/** An array of words, for the text of a check. */
export const arrayOf = (words: readonly string[]) => sql.raw(`array[${list(words)}]`)
