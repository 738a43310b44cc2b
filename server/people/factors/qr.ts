import { encode } from 'uqr'

/** A QR code as a drawing: the side of its square in modules, and one SVG path for the dark ones. */
export type Qr = { readonly size: number; readonly path: string }

/** Draws a text as a QR code, with the quiet zone of four modules that readers need (ISO/IEC 18004 §9.1). */
export function qrOf(text: string): Qr {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const runs = data.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
    ].map((run) => `M${run.index} ${y}h${run[0].length}v1h-${run[0].length}z`),
  )
  return { size, path: runs.join('') }
}
