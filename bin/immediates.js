// @ts-check

/** @typedef {{ _idlePrev?: Linked | null, _idleNext?: Linked | null }} Linked what Node keeps of an immediate */

/**
 * Cuts an immediate off from those before it once its turn has come. Node (20 to 24) leaves immediates linked that have run, each holds
 * the async context of its request, and React holds the last one of a render with the frames of an Error. So a request that anything
 * keeps (an open stream, a module that it was the first to load) would keep every request after it until the server is idle for a moment:
 * 90 KB a page, a gigabyte after ten thousand.
 */
export function unlinkImmediates() {
  const plain = globalThis.setImmediate
  /** @type {(callback: (...args: any[]) => void, ...args: any[]) => NodeJS.Immediate} */
  const unlinking = (callback, ...args) => {
    const immediate = plain(
      (...given) => {
        // oxlint-disable no-underscore-dangle -- Node's own names
        const one = /** @type {Linked} */ (immediate)
        if (one._idlePrev) one._idlePrev._idleNext = null
        one._idlePrev = null
        // oxlint-enable no-underscore-dangle
        callback(...given)
      },
      ...args,
    )
    return immediate
  }
  // With them its promise form, which util.promisify looks for.
  globalThis.setImmediate = Object.defineProperties(/** @type {typeof setImmediate} */ (unlinking), Object.getOwnPropertyDescriptors(plain))
}
