/** C0 and C1 controls and unpaired surrogates: Postgres refuses NUL with its whole statement, and half a character is none. */
const unfit = /[\p{Cc}\p{Cs}]/u

/** Whether a text holds only characters that can be stored and shown; a line break is none of them. */
export function isClean(text: string): boolean {
  return !unfit.test(text)
}

/** Lines of text with what can't be stored or shown taken out; breaks are those of Unix, where a browser sends two characters. */
export function cleanLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
}
