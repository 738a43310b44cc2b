import { afterEach, beforeEach } from 'vitest'

// Fails a test that writes to console.error, such as a warning of React or an error that a library swallows. A test that expects one
// replaces console.error itself.
const original = console.error
const written: string[] = []

beforeEach(() => {
  written.length = 0
  console.error = (...parts: unknown[]) => {
    written.push(parts.map(String).join(' '))
    original(...parts)
  }
})

afterEach(() => {
  console.error = original
  if (written.length > 0) throw new Error(`console.error was called: ${written.join('\n')}`)
})
