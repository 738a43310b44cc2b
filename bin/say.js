// @ts-check

/** @param {string} line */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Ends the command with a sentence that says what to do; a stack would only hide it.
 * @param {string} message
 * @returns {never}
 */
export function giveUp(message) {
  process.stderr.write(`\n${message.trimEnd()}\n`)
  process.exit(1)
}

/**
 * Runs a long step and shows that it runs: its name at once, the seconds and the last note while it takes, how long it took.
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
    note = ''
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
