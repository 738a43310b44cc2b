import { queueInput, type QueueQuery } from '#server/requests/decisions/schema.ts'

type Search = Readonly<Record<string, string | string[] | undefined>>

/** Which page of which queue an address asks for; what can't be read of it is left out. */
export function queryOf({ show, next, previous }: Search): Pick<QueueQuery, 'show' | 'place'> {
  const place = next === undefined ? (previous === undefined ? null : { previous }) : { next }
  const read = (asked: object) => queueInput.safeParse(asked).data
  const { show: shown, place: from } = read({ show, place }) ?? read({ show }) ?? queueInput.parse({})
  return { show: shown, place: from }
}
