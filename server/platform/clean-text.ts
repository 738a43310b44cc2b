/** C0 and C1 controls and unpaired surrogates: Postgres refuses NUL with its whole statement, and half a character is none. */
const unfit = /[\p{Cc}\p{Cs}]/u

/** Whether a text holds only characters that can be stored and shown; a line break is none of them. */
export function isClean(text: string): boolean {
  return !unfit.test(text)
}

/**
 * Words of somebody else for a mail of ours, a store's or a person's name: one line, of signs that are seen, in the order in which they
 * are written, without anything that a mail program makes a link of, and cut to a length.
 * @param longest in code points
 * @returns '—' where nothing is left
 */
export function plainWords(text: string, longest: number): string {
  const plain = text
    .replaceAll(/[\p{Zl}\p{Zp}\p{Cc}]/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '') // zero widths, turns of direction, halves of signs
    .replaceAll(/(\p{M}{2})\p{M}+/gu, '$1') // marks piled up over other lines
    .replaceAll(/[:：][/／\\]{2}/gu, ' ')
    .replaceAll(/(?<=[\p{L}\p{N}])[.．｡](?=\p{L}{2})/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  const signs = Array.from(plain)
  const cut =
    signs.length > longest
      ? `${signs
          .slice(0, longest - 1)
          .join('')
          .trimEnd()}…`
      : plain
  return cut || '—'
}

/**
 * Lines of text with what can't be stored or shown taken out. A line break is one character, where a browser sends CR LF: this is the one
 * place that changes it.
 */
export function cleanLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
}
