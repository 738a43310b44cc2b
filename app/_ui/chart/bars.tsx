import { useId } from 'react'
import { classes } from '../classes.ts'
import { Link } from '../link.tsx'

/** What a part of a bar is drawn as; each has its own pattern too, for eyes and printers without colour. */
export type Look = 'solid' | 'hatched' | 'dotted' | 'plain'

/** A bar: its parts from the ground up (minor units), and what a pointer that rests on it is told. */
export type Bar = {
  readonly key: string
  readonly title: string
  readonly href?: string
  readonly parts: readonly { readonly look: Look; readonly minor: bigint }[]
  /** Stands below the bar. */
  readonly tick?: string
  readonly chosen?: boolean
}

const fills: Record<Look, string> = {
  solid: 'fill-pending',
  hatched: 'fill-frozen',
  dotted: 'fill-reserve',
  plain: 'fill-available',
}

/** A thousandth of the chart's height is as fine as a screen can show. */
const full = 1_000n

/** Heights of parts in thousandths of the highest bar. Amounts stay bigint until here; what is there at all is seen. */
export function heights(parts: readonly bigint[], highest: bigint): number[] {
  if (highest <= 0n) return parts.map(() => 0)
  return parts.map((minor) => (minor <= 0n ? 0 : Math.max(12, Number((minor * full) / highest))))
}

/**
 * Bars of one unit side by side. Drawn as SVG on the server, so a page with a chart loads no more script than one without. Its
 * bars are links for the pointer only: the table that always stands with it says the same, and is the one that is read out.
 */
export function Bars({ bars, height }: { bars: readonly Bar[]; height: number }) {
  const id = useId()
  const sums = bars.map((bar) => bar.parts.reduce((sum, { minor }) => sum + minor, 0n))
  const highest = sums.reduce((most, sum) => (sum > most ? sum : most), 0n)
  const width = 100 / bars.length
  return (
    <svg width="100%" height={height + 24} aria-hidden="true" className="block">
      <Patterns id={id} />
      <line x1="0" x2="100%" y1={height} y2={height} className="stroke-edge" />
      {bars.map((bar, place) => (
        <g key={bar.key}>
          <OneBar bar={bar} x={place * width} width={width} height={height} highest={highest} id={id} />
          {bar.tick === undefined ? null : (
            <text {...tickAt(place, bars.length)} y={height + 18} className="fill-faint text-small">
              {bar.tick}
            </text>
          )}
        </g>
      ))}
    </svg>
  )
}

/** Many bars have their ticks begin below them, a few have them in the middle; the last one stays inside of the picture. */
function tickAt(place: number, count: number) {
  if (place === count - 1) return { x: '100%', textAnchor: 'end' } as const
  if (count > 10) return { x: `${(place * 100) / count}%`, textAnchor: 'start' } as const
  return { x: `${((place + 0.5) * 100) / count}%`, textAnchor: 'middle' } as const
}

type BarProps = { bar: Bar; x: number; width: number; height: number; highest: bigint; id: string }

function OneBar({ bar, x, width, height, highest, id }: BarProps) {
  const tall = heights(
    bar.parts.map(({ minor }) => minor),
    highest,
  ).map((thousandths) => (thousandths * (height - 4)) / 1000)
  const drawn = bar.parts.map(({ look }, place) => {
    const below = tall.slice(0, place).reduce((sum, one) => sum + one, 0)
    const size = tall[place] ?? 0
    if (size === 0) return null
    const box = { x: `${x + width * 0.14}%`, width: `${width * 0.72}%`, y: height - below - size, height: size }
    return (
      <g key={look}>
        <rect {...box} className={classes(fills[look], 'stroke-paper')} />
        {look === 'solid' || look === 'plain' ? null : <rect {...box} fill={`url(#${id}-${look})`} />}
      </g>
    )
  })
  const whole = (
    <>
      <title>{bar.title}</title>
      {/* The whole column can be hit, however small its bar. */}
      <rect
        x={`${x}%`}
        width={`${width}%`}
        y="0"
        height={height}
        className={bar.chosen ? 'fill-ink/10' : 'fill-transparent hover:fill-ink/5'}
      />
      {drawn}
    </>
  )
  if (bar.href === undefined) return <g>{whole}</g>
  return (
    <Link href={bar.href} tabIndex={-1} scroll={false}>
      {whole}
    </Link>
  )
}

function Patterns({ id }: { id: string }) {
  const box = { width: '6', height: '6', patternUnits: 'userSpaceOnUse' } as const
  return (
    <defs>
      <pattern id={`${id}-hatched`} {...box} patternTransform="rotate(45)">
        <rect width="3" height="6" className="fill-paper" fillOpacity="0.75" />
      </pattern>
      <pattern id={`${id}-dotted`} {...box}>
        <circle cx="3" cy="3" r="1.4" className="fill-paper" />
      </pattern>
    </defs>
  )
}

/** A look beside its name. */
export function LookSwatch({ look }: { look: Look }) {
  const id = useId()
  return (
    <svg width="14" height="14" aria-hidden="true" className="shrink-0">
      <Patterns id={id} />
      <rect width="14" height="14" rx="3" className={fills[look]} />
      {look === 'solid' || look === 'plain' ? null : <rect width="14" height="14" rx="3" fill={`url(#${id}-${look})`} />}
    </svg>
  )
}
