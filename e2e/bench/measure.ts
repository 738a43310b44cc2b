import { median } from './load.ts'
import type { Pgbench } from './pgbench.ts'
import type { Portal } from './portal.ts'

/** A measured value, a reference value of the same machine at the same time, and the ratio value ÷ reference. */
export type Figure = { name: string; value: number; unit: string; reference: number | null; ratio: number | null }

/** The size of a run; `small` is for CI, which tests only the harness itself. */
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
  /** Prepared on first use, because not every figure needs it. */
  pgbench: () => Promise<Pgbench>
  /** Reports progress as a line. */
  note: (text: string) => void
}

export type Measure = (bench: Bench) => Promise<Figure[]>

/**
 * Measures a value and its reference in turns, so that other load on the machine slows both.
 * @param one measures the value
 * @param other measures the reference
 * @returns the round with the median ratio
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
