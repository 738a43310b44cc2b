import type { Look } from '../../../../_ui/chart/bars.tsx'

/** The kinds of money that a calendar tells apart, from the ground of a bar up. */
export const series = ['confirmed', 'atRisk', 'margin'] as const

/** How each is drawn. */
export const looks: Readonly<Record<(typeof series)[number], Look>> = { confirmed: 'solid', atRisk: 'hatched', margin: 'dotted' }
