import { expect, test } from 'vitest'
import { qrOf } from './qr.ts'

test('a QR code has finder patterns in three corners, a quiet zone and a path within the view box', () => {
  const { size, path } = qrOf(`otpauth://totp/Portal:mei@example.com?secret=${'A'.repeat(32)}&issuer=Portal`)
  const dark = new Set<string>()
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g))
    for (let i = 0; i < Number(run); i++) dark.add(`${Number(x) + i},${y}`)
  const finder = (x: number, y: number) => Array.from({ length: 7 }, (_, i) => dark.has(`${x + i},${y}`)).every(Boolean)
  expect([finder(4, 4), finder(size - 11, 4), finder(4, size - 11), finder(size - 11, size - 11)]).toEqual([true, true, true, false])
  for (const at of dark) for (const one of at.split(',').map(Number)) expect(one >= 4 && one < size - 4).toBe(true)
  expect(path.replaceAll(/M\d+ \d+h(\d+)v1h-\1z/g, '')).toBe('')
})
