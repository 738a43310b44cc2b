import { peopleRefusals } from '#server/people/index.ts'
import { commonRefusals, type RefusalCode } from '#server/platform/errors.ts'

/** Refusal codes of procedures and addresses, each with its HTTP status. */
const apiRefusals = {
  foreign_origin: 403,
  account_not_open: 409,
  too_large: 413,
  too_many_streams: 429,
} as const

declare module '#server/platform/errors.ts' {
  interface RefusalCodes {
    api: keyof typeof apiRefusals
  }
}

/** HTTP status of every refusal of every room. A code that is not joined here does not compile. */
export const refusalStatus = { ...commonRefusals, ...peopleRefusals, ...apiRefusals } as const satisfies Record<RefusalCode, number>
