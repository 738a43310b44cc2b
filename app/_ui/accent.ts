/** A marketplace's colour as the page uses it, in both themes; '#rrggbb' each, light then dark. */
export type Accent = Readonly<Record<'accent' | 'accent-deep' | 'wash', readonly [light: string, dark: string]>>

/** What text in the accent's colour stands on (globals.css): paper, raised, sunken, pressed, mark. */
const grounds = {
  light: ['#fbfaf7', '#ffffff', '#f3f1ec', '#ffffff', '#fdf1c7'],
  dark: ['#131417', '#1b1c20', '#1f2125', '#313339', '#3a3216'],
} as const

/** What stands on the accent: --color-on-accent. */
const onAccent = { light: '#ffffff', dark: '#10131f' } as const

/** WCAG 2.2, 1.4.3. */
const readable = 4.5

/**
 * A colour made fit to read: as it was given where that has 4.5:1 against everything it meets, else as little darker (light theme)
 * or lighter (dark theme) as it takes.
 * @param color '#rrggbb'
 */
export function accentOf(color: string): Accent {
  const [light, dark] = [fit(color, 'light'), fit(color, 'dark')]
  return {
    accent: [light, dark],
    'accent-deep': [mixed(light, '#000000', 0.25), mixed(dark, '#ffffff', 0.3)],
    wash: [mixed(grounds.light[0], light, 0.08), mixed(grounds.dark[0], dark, 0.12)],
  }
}

/** The rules that put it in the place of the house's own. */
export function accentCss(accent: Accent): string {
  const rules = Object.entries(accent).map(([name, [light, dark]]) => `--color-${name}:light-dark(${light},${dark})`)
  return `:root{${rules.join(';')}}`
}

function fit(color: string, theme: 'light' | 'dark'): string {
  const meets = [...grounds[theme], onAccent[theme]]
  for (let step = 0; step <= 100; step++) {
    const tried = mixed(color, theme === 'light' ? '#000000' : '#ffffff', step / 100)
    if (meets.every((other) => contrast(tried, other) >= readable)) return tried
  }
  throw new Error(`${color} can't be made readable`)
}

/** Contrast of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05]
  return Math.max(a, b) / Math.min(a, b)
}

const weights = [0.2126, 0.7152, 0.0722]

function luminance(color: string): number {
  return channels(color).reduce((sum, value, at) => {
    const share = value / 255
    return sum + (weights[at] ?? 0) * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
  }, 0)
}

function mixed(color: string, into: string, share: number): string {
  const target = channels(into)
  const parts = channels(color).map((value, at) => Math.round(value + ((target[at] ?? 0) - value) * share))
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

const channels = (color: string) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16))
