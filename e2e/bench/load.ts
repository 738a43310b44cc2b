import type { Answer } from './caller.ts'

/** The result of a load: calls and units done, their rate, and the calls' p50 and p99 in milliseconds. */
export type Load = { done: number; units: number; seconds: number; perSecond: number; p50: number; p99: number }

/**
 * Keeps `callers` calls in flight until `next` gives null or the time is over.
 * @param options.next makes one call; gives null when nothing is left
 * @param options.units the number of units of work in an answer; throws if the answer is not the expected one
 */
export async function drive(options: {
  callers: number
  seconds?: number
  next: (caller: number) => Promise<Answer> | null
  units: (answer: Answer) => number
}): Promise<Load> {
  const { callers, seconds = Infinity, next, units } = options
  const took: number[] = []
  const from = performance.now()
  const until = from + seconds * 1000
  let sum = 0
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      while (performance.now() < until) {
        const call = next(caller)
        if (!call) return
        const answer = await call
        sum += units(answer)
        took.push(answer.milliseconds)
      }
    }),
  )
  const spent = (performance.now() - from) / 1000
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { done: took.length, units: sum, seconds: spent, perSecond: sum / spent, p50: at(0.5), p99: at(0.99) }
}

/** The median of an odd number of figures; of an even number, the lower of the two middle ones. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

/** The 95th percentile. */
export function p95(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length * 0.95)] ?? Number.NaN
}
