/** A pseudo-random number stream that is seeded by its name: the same name gives the same stream on every machine. */
export type Random = {
  /** In [0, 1). */
  next(): number
  /** In [low, high). */
  between(low: number, high: number): number
  /** An integer from low to high, both included. */
  whole(low: number, high: number): number
  /** True with probability `share`. */
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
}

/** The stream of this name. Each name has its own stream, so draws in one story don't change another. */
export function randomOf(...name: (string | number)[]): Random {
  let state = hash(name.join('/'))
  // splitmix32
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let z = state ^ (state >>> 16)
    z = Math.imul(z, 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
  }
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole,
    chance: (share) => next() < share,
    pick: (list) => {
      const item = list[whole(0, list.length - 1)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}
