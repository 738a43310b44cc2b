// @ts-check

/** Prints a line to standard output. @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/** An error that tells the user what to do. It is printed without a stack. */
export class Advice extends Error {}

/**
 * Prints the error and exits with code 1.
 * @param {unknown} error
 * @returns {never}
 */
export function giveUp(error) {
  process.stderr.write(`\n${told(error)}\n`)
  process.exit(1)
}

/** The text to print for an error: an Advice's message, otherwise the stack. @param {unknown} error */
export function told(error) {
  return (error instanceof Error ? ((error instanceof Advice ? undefined : error.stack) ?? error.message) : String(error)).trimEnd()
}

/**
 * Runs a long step and shows its name, duration and last note while it runs. Steps may run concurrently.
 * @template T
 * @param {string} name
 * @param {(note: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const begun = Date.now()
  const live = process.stdout.isTTY
  let note = ''
  const show = (/** @type {string} */ mark) => {
    const line = `${mark} ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s${note})`
    process.stdout.write(live ? `\r${line.padEnd(78)}` : `${line}\n`)
  }
  if (live) show('…')
  const timer = setInterval(() => show('…'), live ? 500 : 15_000)
  try {
    const result = await work((text) => (note = `, ${text}`))
    show('✓')
    return result
  } catch (error) {
    show('✗')
    throw error
  } finally {
    if (live) process.stdout.write('\n')
    clearInterval(timer)
  }
}
