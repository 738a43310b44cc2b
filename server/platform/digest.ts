import crypto from 'node:crypto'

/** SHA-256 of a text as 64 hex digits. The one-shot form is three times as quick; Node has it from 20.12 on. */
export const sha256Hex: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'hex')
    : (text) => crypto.createHash('sha256').update(text).digest('hex')
