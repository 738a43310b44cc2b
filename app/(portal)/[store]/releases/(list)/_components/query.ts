import { listInput, type ListQuery, reasonsOf } from '#server/releases/schema.ts'

/** What the address of the list says: which orders, and where in their order. */
export type Query = Omit<ListQuery, 'limit'>

type Search = Readonly<Record<string, string | string[] | undefined>>

const fields = listInput.shape

/** Reads an address. What it doesn't understand it leaves out, so that an old link still shows something. */
export function queryOf(search: Search): Query {
  const show = fields.show.safeParse(search.show).data ?? 'waiting'
  const reason = fields.reason.safeParse(search.reason).data ?? null
  const waits = show === 'waiting' || show === 'held' || show === 'margin'
  return {
    show,
    reason: reason !== null && narrows(show, reason) ? reason : null,
    due: waits ? (fields.due.safeParse(search.due).data ?? null) : null,
    currency: fields.currency.safeParse(search.currency).data ?? null,
    place: placeOf(search),
  }
}

/** The reasons by which a list may be narrowed. */
export function reasonsIn(show: Query['show']): readonly NonNullable<Query['reason']>[] {
  return show === 'waiting' || show === 'held' ? reasonsOf[show] : []
}

const narrows = (show: Query['show'], reason: string) => reasonsIn(show).some((one) => one === reason)

function placeOf({ next, previous }: Search): Query['place'] {
  return fields.place.safeParse({ next }).data ?? fields.place.safeParse({ previous }).data ?? null
}

/** What the address of a list asks for; what a list says by itself is left out. */
export function fieldsOf({ show, reason, due, currency, place }: Query) {
  return { show: show === 'waiting' ? null : show, reason, due, currency, ...place }
}
