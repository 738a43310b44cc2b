import { type Bucket, bucketCode } from './book.ts'
import { type Cause, causes, type MovementKind, movementKinds, movementRules, type Poster } from './movement-kind.ts'

// SQL that follows from the table of kinds (movement-kind.ts). Migrations hold the same text, and kinds.db.test.ts compares both.

/** The constraint `movement_kind`: which kinds there are, and between which buckets each may move money. */
export function kindCheck(): string {
  const rules = movementRules.map(({ kind, code, routes }) => {
    const [sources, targets] = [routes.map(([from]) => bucketCode[from]), routes.map(([, to]) => bucketCode[to])]
    // Of no kind do both ends vary, so that two lists allow exactly its routes.
    return `      when ${code} then ${oneOf('from_bucket', sources)} and ${oneOf('to_bucket', targets)} -- ${kind.replaceAll('_', ' ')}`
  })
  return `case kind\n${rules.join('\n')}\n      else false\n    end`
}

/** The condition that a movement's kind has one of these causes. @param kind the column, `m.kind` */
export function hasCause(kind: string, ...wanted: readonly Cause[]): string {
  const codes = movementRules.flatMap(({ code, cause }) => (wanted.includes(cause) ? [code] : []))
  return oneOf(kind, codes)
}

/** The condition that a movement's cause is no event, as partial indexes have it too. @param kind the column, `m.kind` */
export function hasOtherCause(kind: string): string {
  const codes = movementRules.flatMap(({ code, cause }) => (cause === 'event' ? [code] : []))
  // Evaluated for each movement that is written, of which nearly all are an event's: those of a payment end at the first number.
  return `${kind} not in (${codes.join(', ')})`
}

/** The cause of a movement's kind by name; null for an event. @param kind the column, `m.kind` */
export function otherCause(kind: string): string {
  const cases = causes.flatMap((cause) => (cause === 'event' ? [] : `when ${hasCause(kind, cause)} then '${cause}'`))
  return `case ${cases.join(' ')} end`
}

/** What a movement changes of some buckets together. @param m the name of the movements, `m` */
export function changeIn(m: string, ...buckets: readonly Bucket[]): string {
  const codes = buckets.map((bucket) => bucketCode[bucket])
  return `${m}.amount * ((${oneOf(`${m}.to_bucket`, codes)})::int - (${oneOf(`${m}.from_bucket`, codes)})::int)`
}

/**
 * Whether a cause took more out of a place than it had put in, over its movements in one book (`group by`): what is in processing or frozen
 * came from it, the bank returns no more than it was paid, and keeps no more than it returned.
 * @param m the name of the movements, `m`
 */
export function isOverdrawn(m: string): string {
  const of = (kind: MovementKind) => `coalesce(sum(${m}.amount) filter (where ${m}.kind = ${movementKinds[kind].code}), 0)`
  return [
    `sum(${changeIn(m, 'processing')}) < 0`,
    `sum(${changeIn(m, 'frozen')}) < 0`,
    `${of('withdrawal_paid')} < ${of('withdrawal_returned')}`,
    `${of('withdrawal_returned')} < ${of('return_charge')}`,
  ].join(' or ')
}

/**
 * Whether movements of one conversion (in all of a seller's books, `group by` its cause) are anything else than money that leaves one
 * currency and arrives in one other. Its amounts follow from a rate, which movements don't know.
 * @param m the name of the movements, `m`
 */
export function isUnpairedConversion(m: string): string {
  const currencies = (...kinds: readonly MovementKind[]) =>
    `count(distinct ${m}.currency) filter (where ${oneOf(
      `${m}.kind`,
      kinds.map((kind) => movementKinds[kind].code),
    )})`
  const [out, both] = [currencies('conversion_out'), currencies('conversion_out', 'conversion_in')]
  return `${out} <> 1 or ${currencies('conversion_in')} <> 1 or ${both} <> 2`
}

/** The kinds by which a seller's person takes money out of available, which a freeze stops, as the elements of an array. @internal */
export function kindsStoppedByFreeze(): string {
  return movementRules
    .flatMap(({ code, posters, routes }) => (posters.includes('seller') && routes.some(([from]) => from === 'available') ? [code] : []))
    .join(', ')
}

/** The kinds that a poster's door lets through, as the elements of its array. @internal */
export function kindsPostedBy(poster: Poster): string {
  return movementRules.flatMap(({ code, posters }) => (posters.includes(poster) ? [code] : [])).join(', ')
}

function oneOf(column: string, codes: readonly number[]): string {
  const some = [...new Set(codes)]
  return some.length === 1 ? `${column} = ${some[0]}` : `${column} in (${some.join(', ')})`
}
