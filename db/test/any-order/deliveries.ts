import type { Random } from '#demo/random.ts'
import type { History } from './history.ts'

/** A random order of a history's events (as indices) that respects `before`, split into batches of random sizes. */
export function anyDelivery(history: History, random: Random): number[][] {
  const order = history.told.map((_, at) => [random.next(), at] as const).toSorted((a, b) => a[0] - b[0])
  const list = inPairs(
    order.map(([, at]) => at),
    history,
  )
  const most = random.pick([1, 3, 10, list.length])
  const batches: number[][] = []
  for (let at = 0; at < list.length;) {
    const size = random.whole(1, most)
    batches.push(list.slice(at, at + size))
    at += size
  }
  return batches
}

/** Every order of a small history's events, one event per batch. */
export function* allDeliveries(history: History): Generator<number[][]> {
  for (const list of orders(history.told.map((_, at) => at))) yield inPairs(list, history).map((at) => [at])
}

function* orders(list: readonly number[]): Generator<number[]> {
  if (list.length === 0) yield []
  for (const [at, one] of list.entries()) for (const rest of orders(list.toSpliced(at, 1))) yield [one, ...rest]
}

/** Swaps the events of each pair that are in the wrong order. Pairs form chains in ascending order, so this ends. */
function inPairs(list: number[], { before }: History): number[] {
  const place = new Map(list.map((one, at) => [one, at]))
  for (let again = true; again;) {
    again = false
    for (const [first, then] of before) {
      const [a, b] = [place.get(first) as number, place.get(then) as number]
      if (a < b) continue
      place.set(first, b).set(then, a)
      list[a] = then
      list[b] = first
      again = true
    }
  }
  return list
}
