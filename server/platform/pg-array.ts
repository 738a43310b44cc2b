type Plain = number | bigint | string | null

/**
 * A Postgres array literal of numbers, hex keys and identifiers of `[A-Za-z0-9._:-]`. The only one of them that needs quotes is
 * an identifier that reads `null`, in whatever case.
 * Joining is several times cheaper than the driver's serialiser, and the event path sends thirty arrays a batch.
 */
export function plainArray(values: readonly Plain[]): string {
  return `{${values.map(element).join(',')}}`
}

function element(value: Plain): Plain {
  if (value === null) return 'NULL'
  return typeof value === 'string' && value.length === 4 && value.toLowerCase() === 'null' ? `"${value}"` : value
}

/** A Postgres array literal of any text. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`)).join(',')}}`
}
