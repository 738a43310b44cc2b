// The colours of globals.css, measured: contrast (WCAG 2.2, 1.4.3 and 1.4.11) and whether eyes that lack a cone tell the buckets
// apart (Machado, Oliveira & Fernandes 2009, severity 1; distance in OKLab).
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

type Rgb = readonly [number, number, number]

const css = readFileSync(new URL('../globals.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]),
)
const buckets = ['available', 'processing', 'pending', 'reserve', 'frozen', 'debt']
const themes = ['light', 'dark'] as const

function color(name: string, theme: 'light' | 'dark'): Rgb {
  const hex = tokens.get(name)?.[theme] ?? ''
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

const dot = (a: Rgb, b: Rgb) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const through = (m: readonly [Rgb, Rgb, Rgb], c: Rgb): Rgb => [dot(m[0], c), dot(m[1], c), dot(m[2], c)]

function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [one, other].map((c) => dot(c, [0.2126, 0.7152, 0.0722]) + 0.05) as [number, number]
  return Math.max(a, b) / Math.min(a, b)
}

// prettier-ignore
const eyes: Record<string, [Rgb, Rgb, Rgb]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}

function lab(c: Rgb): Rgb {
  const clipped = c.map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb
  const cone: [Rgb, Rgb, Rgb] = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ]
  const root = through(cone, clipped).map(Math.cbrt) as unknown as Rgb
  return through(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    root,
  )
}

const distance = (a: Rgb, b: Rgb) => 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

describe.each(themes)('%s', (theme) => {
  test('text is at least 4.5:1 on every ground it stands on', () => {
    for (const ground of ['paper', 'raised', 'sunken', 'pressed', 'mark'])
      for (const text of ['ink', 'soft', 'faint', 'accent'])
        expect(contrast(color(text, theme), color(ground, theme)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    expect(contrast(color('on-accent', theme), color('accent', theme))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(color('on-accent', theme), color('accent-deep', theme))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(color('bad', theme), color('bad-wash', theme))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(color('soft', theme), color('bad-wash', theme))).toBeGreaterThanOrEqual(4.5)
  })

  test('buckets and the edges of fields are at least 3:1 against the paper', () => {
    for (const name of [...buckets, 'edge', 'good', 'bad'])
      expect(contrast(color(name, theme), color('paper', theme)), name).toBeGreaterThanOrEqual(3)
  })

  test.each(Object.keys(eyes))('buckets are told apart by %s eyes', (eye) => {
    const seen = buckets.map((name) => lab(through(eyes[eye]!, color(name, theme))))
    seen.forEach((one, at) =>
      seen.slice(at + 1).forEach((other, next) => {
        expect(distance(one, other), `${buckets[at]} and ${buckets[at + 1 + next]}`).toBeGreaterThan(8)
      }),
    )
  })
})

test('colours that are alike would be found', () => {
  const [red, green]: [Rgb, Rgb] = [
    [0.35, 0.05, 0.02],
    [0.08, 0.13, 0.02],
  ]
  const apart = (eye: string) => distance(lab(through(eyes[eye]!, red)), lab(through(eyes[eye]!, green)))
  expect(apart('normal')).toBeGreaterThan(15)
  expect(apart('deutan')).toBeLessThan(8)
  expect(contrast([1, 1, 1], [0, 0, 0])).toBeCloseTo(21, 1)
})
