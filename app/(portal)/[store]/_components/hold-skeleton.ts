import { headers } from 'next/headers'
import { cache } from 'react'

// On a full page load the skeleton is held back until the data is there, so that the first paint shows figures: React keeps a skeleton
// that was painted for 300 ms.

/** Milliseconds after which the skeleton is sent without the data. */
const longestHoldMs = 300

/** How many turns of the event loop the page is given to be written once its data is there. */
const turns = 4

/** Of the request under way: settles when its page has its data. */
const data = cache(() => {
  let settle = () => {}
  const promise = new Promise<void>((resolve) => (settle = resolve))
  return { promise, settle }
})

/** The page has its data, or needs none. */
export function dataIsReady(): void {
  data().settle()
}

/** Waits before a skeleton is sent; not after a link within the portal, where the skeleton replaces the page before at once. */
export async function holdSkeleton(): Promise<void> {
  if ((await headers()).get('sec-fetch-dest') !== 'document') return
  let timer: NodeJS.Timeout | undefined
  await Promise.race([data().promise, new Promise<void>((resolve) => (timer = setTimeout(resolve, longestHoldMs)))])
  clearTimeout(timer)
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
