import { headers } from 'next/headers'
import { cache } from 'react'

// A document's shape and its figures travel together where the figures are quick. React keeps a shape that a browser has painted for
// 300 ms, and figures that come in the same piece are shown by the first frame instead.

/** Milliseconds after which the shape goes ahead alone. */
const patience = 300

/** How many turns of the event loop the page is given to be written out once it has its figures. */
const turns = 4

/** Of the request under way: settles when its page has its figures. */
const arrival = cache(() => {
  let settle = () => {}
  const promise = new Promise<void>((resolve) => (settle = resolve))
  return { promise, settle }
})

/** The page has its figures, or knows that it needs none. */
export function arrived(): void {
  arrival().settle()
}

/** For what stands in the page's place: at once when a link was followed within the portal, whose own page is left by it. */
export async function untilArrived(): Promise<void> {
  if ((await headers()).get('sec-fetch-dest') !== 'document') return
  let timer: NodeJS.Timeout | undefined
  await Promise.race([arrival().promise, new Promise<void>((resolve) => (timer = setTimeout(resolve, patience)))])
  clearTimeout(timer)
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
