import { median } from './load.ts'
import type { Pgbench } from './pgbench.ts'
import type { Portal } from './portal.ts'

/** One figure: what was measured, what the same machine did beside it in the same minutes, and the first divided by the second. */
export type Figure = { name: string; value: number; unit: string; reference: number | null; ratio: number | null }

/** How long and how much; the small size is for CI, where only the harness itself is under test. */
export type Size = {
  rounds: number
  seconds: number
  orders: number
  views: number
  movements: number
  changes: number
  streams: number
  parked: number
}

export const sizes = {
  full: { rounds: 3, seconds: 8, orders: 30_000, views: 10_000, movements: 10_000_000, changes: 200, streams: 50, parked: 50_000 },
  small: { rounds: 1, seconds: 1, orders: 1_500, views: 200, movements: 20_000, changes: 5, streams: 5, parked: 1_500 },
} as const satisfies Record<string, Size>

export type Bench = {
  portal: Portal
  size: Size
  /** Ready on first use: not every figure needs it. */
  pgbench: () => Promise<Pgbench>
  /** A line for the person who waits. */
  note: (text: string) => void
}

export type Measure = (bench: Bench) => Promise<Figure[]>

/**
 * Takes a value and its reference in turns, so that a busy neighbour slows both, and gives the middle round by ratio.
 * @param one takes the value; `other` the reference. Each may keep more figures of its own
 */
export async function interleaved(
  { size, note }: Bench,
  name: string,
  one: (round: number) => Promise<number>,
  other: (round: number) => Promise<number>,
): Promise<{ value: number; reference: number; ratio: number }> {
  const rounds: { value: number; reference: number; ratio: number }[] = []
  for (let round = 0; round < size.rounds; round++) {
    const reference = await other(round)
    const value = await one(round)
    rounds.push({ value, reference, ratio: value / reference })
    note(`${name} round ${round + 1}: ${value.toFixed(0)} against ${reference.toFixed(0)}, ratio ${(value / reference).toFixed(2)}`)
  }
  const middle = median(rounds.map(({ ratio }) => ratio))
  return rounds.find(({ ratio }) => ratio === middle) ?? { value: Number.NaN, reference: Number.NaN, ratio: Number.NaN }
}
