import { Link } from './link.tsx'
import { useId } from 'react'
import { classes } from './classes.ts'

export type Tone = 'available' | 'processing' | 'pending' | 'reserve' | 'frozen' | 'debt'

/** A part of the bar: its minor units and where its rows are. */
export type BarPart = { readonly tone: Tone; readonly minor: bigint; readonly href: string }

const fills: Record<Tone, string> = {
  available: 'fill-available',
  processing: 'fill-processing',
  pending: 'fill-pending',
  reserve: 'fill-reserve',
  frozen: 'fill-frozen',
  debt: 'fill-debt',
}

const swatches: Record<Tone, string> = {
  available: 'bg-available',
  processing: 'bg-processing',
  pending: 'bg-pending',
  reserve: 'bg-reserve',
  frozen: 'bg-frozen',
  debt: 'bg-debt',
}

/** What is there but tiny is still seen: no part is drawn narrower than this, in ten-thousandths of the bar. */
const leastWidth = 90n
const full = 10_000n

/**
 * Widths of the parts in per cent. Amounts stay bigint until the last division; shares that were lifted to the least
 * width are taken from the widest.
 * @param scale minor units that fill the whole bar
 */
export function barWidths(minors: readonly bigint[], scale: bigint): number[] {
  if (scale <= 0n) return minors.map(() => 0)
  const shares = minors.map((minor) => (minor <= 0n ? 0n : lift((minor * full) / scale)))
  const over = shares.reduce((sum, share) => sum + share, 0n) - full
  if (over > 0n) {
    const widest = shares.reduce((best, share, place) => (share > (shares[best] ?? 0n) ? place : best), 0)
    shares[widest] = (shares[widest] ?? 0n) - over
  }
  return shares.map((share) => Number(share) / 100)
}

function lift(share: bigint): bigint {
  return share < leastWidth ? leastWidth : share
}

/**
 * The money bar: the parts of one currency side by side, always in the same order and colours, and debt below the line on
 * the same scale. Drawn as SVG on the server, so it costs no script and no inline style. Its parts are links for the
 * pointer only: the list of buckets that always stands with it says the same, and is the one that is read out and tabbed to.
 */
export function MoneyBar({ parts, debt, size = 'large' }: { parts: readonly BarPart[]; debt: BarPart; size?: 'large' | 'small' }) {
  const sum = parts.reduce((total, part) => total + part.minor, 0n)
  const scale = sum > debt.minor ? sum : debt.minor
  const widths = barWidths(
    parts.map((part) => part.minor),
    scale,
  )
  return (
    <div aria-hidden="true" className="grid gap-0.5">
      <svg width="100%" height={size === 'large' ? 14 : 8} className="block rounded-full bg-sunken">
        {parts.map((part, place) => {
          const left = widths.slice(0, place).reduce((x, width) => x + width, 0)
          return <Segment key={part.tone} part={part} x={left} width={widths[place] ?? 0} />
        })}
      </svg>
      {debt.minor > 0n ? (
        <svg width="100%" height={size === 'large' ? 6 : 4} className="block rounded-full">
          <Segment part={debt} x={0} width={barWidths([debt.minor], scale)[0] ?? 0} />
        </svg>
      ) : null}
    </div>
  )
}

function Segment({ part, x, width }: { part: BarPart; x: number; width: number }) {
  if (width === 0) return null
  return (
    <Link href={part.href} tabIndex={-1}>
      {/* The stroke in the paper's colour is the gap between neighbours. */}
      <rect x={`${x}%`} y="-2" width={`${width}%`} height="120%" strokeWidth="2" className={classes(fills[part.tone], 'stroke-paper')} />
      {part.tone === 'frozen' ? <Hatch x={x} width={width} /> : null}
    </Link>
  )
}

/** Frozen money is hatched as well: it can't be touched, in grey print too. */
function Hatch({ x, width }: { x: number; width: number }) {
  const id = useId()
  return (
    <>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="2" height="6" className="fill-paper" fillOpacity="0.45" />
      </pattern>
      <rect x={`${x}%`} width={`${width}%`} height="100%" fill={`url(#${id})`} />
    </>
  )
}

/** The bucket's colour before its name. */
export function Swatch({ tone, className }: { tone: Tone; className?: string | undefined }) {
  return <span aria-hidden="true" className={classes('inline-block size-2.5 shrink-0 rounded-[3px]', swatches[tone], className)} />
}
