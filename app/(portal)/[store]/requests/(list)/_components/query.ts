import { listInput, type ListQuery } from '#server/requests/schema.ts'

type Place = ListQuery['place']

/** Where the address says that the page begins; one that is not understood begins with the newest. */
export function placeOf(search: Record<string, string | string[] | undefined>): Place {
  for (const name of ['at', 'next', 'previous']) {
    const read = listInput.safeParse({ place: { [name]: search[name] } })
    if (read.success) return read.data.place
  }
  return null
}
