import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { follow } from './live.tsx'

/** A stream that a test breaks when it likes. */
class Stream extends EventTarget {
  static readonly all: Stream[] = []
  closed = false
  constructor() {
    super()
    Stream.all.push(this)
  }
  close() {
    this.closed = true
  }
}

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const browser = new EventTarget()
const opened = () => Stream.all.length
const isOpen = () => Stream.all.some((stream) => !stream.closed)
let stop = () => {}

function turn(visibility: 'visible' | 'hidden') {
  page.visibilityState = visibility
  page.dispatchEvent(new Event('visibilitychange'))
}
const breakOff = () => Stream.all.at(-1)?.dispatchEvent(new Event('error'))

beforeEach(() => {
  vi.useFakeTimers()
  Stream.all.length = 0
  page.visibilityState = 'visible'
  for (const [name, value] of Object.entries({ EventSource: Stream, document: page, window: browser })) vi.stubGlobal(name, value)
  stop = follow('/live', { heard: () => {}, cutOff: () => {}, refused: () => {} })
})
afterEach(() => {
  stop()
  expect(isOpen()).toBe(false)
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a page that is hidden keeps its stream for 30 s, and has it again as soon as it is seen', () => {
  turn('hidden')
  vi.advanceTimersByTime(29_999)
  expect(isOpen()).toBe(true)
  vi.advanceTimersByTime(1)
  expect(isOpen()).toBe(false)
  turn('visible')
  expect([isOpen(), opened()]).toEqual([true, 2])
})

test('a stream that breaks off within those 30 s comes back, and still ends with them', () => {
  turn('hidden')
  vi.advanceTimersByTime(10_000)
  breakOff()
  vi.advanceTimersByTime(500)
  expect([isOpen(), opened()]).toEqual([true, 2])
  vi.advanceTimersByTime(19_500)
  expect(isOpen()).toBe(false)
  vi.advanceTimersByTime(600_000)
  expect([isOpen(), opened()]).toEqual([false, 2])
})

test('a page that is seen again after five seconds keeps the stream that it has', () => {
  turn('hidden')
  vi.advanceTimersByTime(5_000)
  turn('visible')
  vi.advanceTimersByTime(30_000)
  expect([isOpen(), opened()]).toEqual([true, 1])
})

test('the network’s return is for a page that is seen', () => {
  turn('hidden')
  vi.advanceTimersByTime(30_000)
  browser.dispatchEvent(new Event('online'))
  expect(isOpen()).toBe(false)
  turn('visible')
  browser.dispatchEvent(new Event('online'))
  expect([isOpen(), opened()]).toEqual([true, 3])
})

test('a stream that is refused as soon as it is connected is asked for ever more rarely', () => {
  for (const pause of [500, 1_000, 2_000, 4_000, 8_000, 8_000]) {
    Stream.all.at(-1)?.dispatchEvent(new Event('connected'))
    breakOff()
    const before = opened()
    vi.advanceTimersByTime(pause - 1)
    expect(opened()).toBe(before)
    vi.advanceTimersByTime(1)
    expect(opened()).toBe(before + 1)
  }
})
