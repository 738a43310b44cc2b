import { pointerTo } from '../errors.ts'

/** An open object or array: its keys so far (null for an array), and the current key or index. */
type Level = { readonly keys: Set<string> | null; at: string | number; expectsKey: boolean }

/** Enough to report. */
const maxFound = 1000

/**
 * Finds duplicate keys of an object. Run only on a text that is known to have one.
 * @param text valid JSON
 * @returns pointers (RFC 6901) to the repeated keys
 */
export function duplicateKeys(text: string): string[] {
  const open: Level[] = []
  const found: string[] = []
  for (let at = 0; at < text.length && found.length < maxFound; at++) {
    const level = open.at(-1)
    switch (text[at]) {
      case '{':
        open.push({ keys: new Set(), at: '', expectsKey: true })
        break
      case '[':
        open.push({ keys: null, at: 0, expectsKey: false })
        break
      case '}':
      case ']':
        open.pop()
        break
      case ',':
        if (level) next(level)
        break
      case '"': {
        const end = endOfString(text, at)
        if (level?.expectsKey && isRepeated(level, JSON.parse(text.slice(at, end + 1)) as string))
          found.push(pointerTo(open.map((one) => one.at)))
        at = end
        break
      }
      default: // a number, a literal, a colon, white space
    }
  }
  return found
}

function next(level: Level): void {
  if (level.keys) level.expectsKey = true
  else level.at = (level.at as number) + 1
}

function isRepeated(level: Level, key: string): boolean {
  level.at = key
  level.expectsKey = false
  const repeated = level.keys?.has(key) === true
  level.keys?.add(key)
  return repeated
}

/** The index of the quote that closes the string opened at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
}
