import sharp from 'sharp'
import { acceptedType } from './media-type.ts'
import { type FileFault, type FilesRefused, maxKeptBytes, type MediaType, type Purpose, purposes } from './schema.ts'

export type CleanFile = { readonly type: MediaType; readonly bytes: Buffer }

// One picture at a time and no cache: a hostile one costs 50 megapixels of memory once, not once a caller.
sharp.cache(false)
sharp.concurrency(1)
let turn: Promise<unknown> = Promise.resolve()

/**
 * A file that is safe to keep. An image is decoded and encoded anew: what is not its pixels (place and time of the photo, a page
 * hidden behind them) is gone. A PDF stays as it is, because it is only ever downloaded, never shown.
 * @param file of at most the purpose's bytes
 * @returns wrong_type; unreadable where it is no whole image or has more pixels than the purpose allows; too_large_cleaned where the image
 * that was encoded anew has more bytes than are kept (`maxKeptBytes`)
 */
export async function cleanFile(purpose: Purpose, file: Uint8Array): Promise<CleanFile | FileFault> {
  const type = acceptedType(purpose, file)
  if (type === null) return 'wrong_type'
  if (type === 'application/pdf') return { type, bytes: Buffer.from(file.buffer, file.byteOffset, file.length) }
  const mine = turn.then(() => encodeAnew(purpose, file, type))
  turn = mine
  return mine
}

/** All files of a form, cleaned one after another; or the first that can't be kept, and those behind it are not opened. */
export async function cleanFiles(
  purpose: Purpose,
  files: readonly Uint8Array[],
): Promise<{ readonly ok: true; readonly files: readonly CleanFile[] } | ({ readonly ok: false } & FilesRefused)> {
  const cleaned: CleanFile[] = []
  for (const [at, file] of files.entries()) {
    // One after another: each may take the memory of 50 megapixels.
    const one = await cleanFile(purpose, file)
    if (typeof one === 'string') return { ok: false, reason: one, file: at }
    cleaned.push(one)
  }
  return { ok: true, files: cleaned }
}

async function encodeAnew(purpose: Purpose, file: Uint8Array, type: 'image/jpeg' | 'image/png'): Promise<CleanFile | FileFault> {
  try {
    // Turned as the camera held it, since the note that says so goes too.
    const image = sharp(file, { limitInputPixels: purposes[purpose].maxPixels, failOn: 'error', pages: 1 }).autoOrient()
    const bytes = await (type === 'image/jpeg' ? image.jpeg({ quality: 85 }) : image.png({ palette: false })).toBuffer()
    return bytes.length > maxKeptBytes(purpose) ? 'too_large_cleaned' : { type, bytes }
  } catch {
    return 'unreadable'
  }
}
