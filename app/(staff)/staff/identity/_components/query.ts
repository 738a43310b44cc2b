import { casesInput, type CasesQuery } from '#server/identity/review/schema.ts'

type Search = Readonly<Record<string, string | string[] | undefined>>

/** Which page of which cases an address asks for; what can't be read of it is left out. */
export function queryOf({ show, next, previous }: Search): Pick<CasesQuery, 'show' | 'place'> {
  const place = next === undefined ? (previous === undefined ? null : { previous }) : { next }
  const read = (asked: object) => casesInput.safeParse(asked).data
  const { show: shown, place: from } = read({ show, place }) ?? read({ show }) ?? casesInput.parse({})
  return { show: shown, place: from }
}
