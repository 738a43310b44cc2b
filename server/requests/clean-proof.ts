import sharp from 'sharp'
import { limits, type ProofFault, typeOf } from './proof.ts'
import type { ProofType } from './request.ts'

export type CleanProof = { readonly type: ProofType; readonly bytes: Buffer }

// One picture at a time and no cache: a hostile one costs 50 megapixels of memory once, not once a caller.
sharp.cache(false)
sharp.concurrency(1)
let turn: Promise<unknown> = Promise.resolve()

/**
 * A proof that is safe to keep. An image is decoded and encoded anew: what is not its pixels (place and time of the photo, a page
 * hidden behind them) is gone. A PDF stays as it is, because it is only ever downloaded, never shown.
 * @param file of at most 10 MB
 * @returns wrong_type, or unreadable where it is no whole image or has more than 50 megapixels
 */
export async function cleanProof(file: Uint8Array): Promise<CleanProof | ProofFault> {
  const type = typeOf(file)
  if (type === null) return 'wrong_type'
  if (type === 'application/pdf') return { type, bytes: Buffer.from(file.buffer, file.byteOffset, file.length) }
  const mine = turn.then(() => encodedAnew(file, type))
  turn = mine
  return mine
}

async function encodedAnew(file: Uint8Array, type: 'image/jpeg' | 'image/png'): Promise<CleanProof | ProofFault> {
  try {
    // Turned as the camera held it, since the note that says so goes too.
    const image = sharp(file, { limitInputPixels: limits.pixels, failOn: 'error', pages: 1 }).autoOrient()
    const bytes = await (type === 'image/jpeg' ? image.jpeg({ quality: 85 }) : image.png({ palette: false })).toBuffer()
    return bytes.length > limits.bytes * 1.5 ? 'too_large' : { type, bytes }
  } catch {
    return 'unreadable'
  }
}
