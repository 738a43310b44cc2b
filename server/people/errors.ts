/** Refusal codes of this room, each with its HTTP status. */
export const peopleRefusals = {
  not_signed_in: 401,
  second_factor_needed: 401,
  wrong_credentials: 401,
  wrong_code: 401,
  wrong_new_code: 422,
  factor_missing: 409,
  last_factor: 409,
  link_expired: 410,
  link_sent: 409,
  email_in_use: 409,
  owner_and_staff: 409,
  last_owner: 409,
  yourself: 409,
  already_member: 409,
  already_invited: 409,
  too_many_tries: 429,
  password_too_short: 422,
  password_too_long: 422,
  password_common: 422,
  password_personal: 422,
} as const

declare module '#server/platform/errors.ts' {
  interface RefusalCodes {
    people: keyof typeof peopleRefusals
  }
}
