import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { accentCss, accentOf, contrast } from './accent.ts'

const css = readFileSync(new URL('../globals.css', import.meta.url), 'utf8')
const token = (name: string) => new RegExp(`--color-${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(css)?.slice(1) as [string, string]

test.each(['#ff6a00', '#ffff00', '#000000', '#ffffff', '#e4393c', '#2743c9', '#808080', '#00ff9c'])(
  '%s is readable in both themes, on every ground of globals.css and under what stands on it',
  (color) => {
    const { accent, 'accent-deep': deep } = accentOf(color)
    for (const theme of [0, 1] as const) {
      for (const ground of ['paper', 'raised', 'sunken', 'pressed', 'mark'])
        expect(contrast(accent[theme], token(ground)[theme]), ground).toBeGreaterThanOrEqual(4.5)
      for (const shade of [accent, deep]) expect(contrast(shade[theme], token('on-accent')[theme])).toBeGreaterThanOrEqual(4.5)
    }
  },
)

test('a colour that is readable as it is stays as it is, and one that isn’t would not pass unchanged', () => {
  expect(accentOf('#2743c9').accent[0]).toBe('#2743c9')
  expect(contrast('#ffff00', '#ffffff')).toBeLessThan(4.5)
  expect(accentOf('#ffff00').accent[0]).not.toBe('#ffff00')
})

test('it takes the place of the house’s own tokens', () => {
  expect(accentCss(accentOf('#2743c9'))).toMatch(
    /^:root\{--color-accent:light-dark\(#2743c9,#[0-9a-f]{6}\);--color-accent-deep:.*--color-wash:/,
  )
  for (const name of ['accent', 'accent-deep', 'wash']) expect(token(name)).toHaveLength(2)
})
