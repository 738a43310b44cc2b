import { maxDepth } from '../events/parse-body.ts'
import { believed } from '../gate/key.ts'
import { defaultRequestsPerMinute } from '../gate/limit.ts'
import { maxBody } from '../gate/read-body.ts'
import { tolerance } from '../gate/signature.ts'
import { faults, problems, rejections } from '../errors.ts'
import { maxEvents } from '../schema.ts'
import { signed } from './examples.ts'

const row = (...cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n')

/** The text of the document: what a backend engineer needs besides the schemas. The figures come from the code that keeps them. */
export const guide = `
The marketplace's backend tells the portal what happened to its orders; the portal keeps every seller's funds account from it.
Post events, as often as you like, in any order: each counts once.

## Keys
\`Authorization: Bearer <key>\` names the marketplace. A key has the scopes \`events:write\`, \`read\` or both. A revoked key ends within
${believed / 1000} s. To change keys without a gap, rotate: the old key lives until you revoke it.

## Signatures
Writes are signed in the form of [Standard Webhooks](https://www.standardwebhooks.com); its libraries for Java, Go, PHP, Python, Ruby, C#,
Rust and JavaScript do this for you. Three headers:
- \`webhook-id\`: any text of yours, new for each request
- \`webhook-timestamp\`: seconds since 1970; at most ${tolerance} seconds from the portal's clock in either direction
- \`webhook-signature\`: \`v1,\` + base64(HMAC-SHA256(key, id + "." + timestamp + "." + body)); several, with a space between, are allowed

The key is what stands behind \`whsec_\`, base64-decoded. Sign the very bytes that you send. Two secrets may be live at once: add the new one,
change over, retire the old one. Check your code against this:
${table(
  ['', ''],
  [
    ['secret', `\`${signed.secret}\``],
    ['webhook-id', `\`${signed.id}\``],
    ['webhook-timestamp', `\`${signed.timestamp}\``],
    ['body', `\`${signed.body}\``],
    ['webhook-signature', `\`${signed.signature}\``],
  ],
)}

## Sending again
After a lost answer, a time-out or a 5xx, send the same events again until you have an answer: that is always right. What was booked before
answers \`duplicate\`. An event's \`id\` counts once for ever in your marketplace, whichever seller it names; two events with one id are the same
if they mean the same (key order, \`12.3\` or \`12.30\`, \`Z\` or \`+00:00\` make no difference), else the second one is an \`event_conflict\`.

## Outcomes of an event
${table(
  ['status', 'means', 'what to do'],
  [
    ['`posted`', 'booked now', ''],
    ['`duplicate`', 'booked before with equal content', ''],
    [
      '`parked`',
      'kept until what it needs has come (its seller, its payment, the end of a hold), then booked by itself',
      'send what is missing; `GET /events?status=parked` lists them',
    ],
    ['`rejected`', 'not booked; `problem` says why; the id stays free, except for `event_conflict`', 'mend it and send it again'],
  ],
)}

A parked event that turns out to be impossible when its turn comes is \`rejected\` for good: its id stays taken.

## Problems
Refusals are \`application/problem+json\` (RFC 9457). Of a whole request:
${table(
  ['status', 'code', 'title'],
  Object.entries(problems).map(([code, { status, title }]) => [status, `\`${code}\``, title]),
)}

Of one event, in its result: \`invalid_event\` (its form; \`errors\` says where), or
${table(
  ['code', 'means'],
  Object.entries(rejections).map(([code, { detail }]) => [`\`${code}\``, detail]),
)}

Codes in \`errors\`:
${table(
  ['code', 'means'],
  Object.entries(faults).map(([code, detail]) => [`\`${code}\``, detail]),
)}

## Limits
A body has at most ${maxBody / 1024 / 1024} MiB, ${maxEvents.toLocaleString('en')} events and ${maxDepth} levels of nesting. A key may ask ${defaultRequestsPerMinute.toLocaleString('en')} times a minute unless
agreed otherwise: \`RateLimit\` and \`RateLimit-Policy\` say what is left, 429 and 503 carry \`Retry-After\` in seconds. Batches of 500 to 1,000 events
on four connections are quickest; one event a call is fine too.

## Lists
Newest first. \`limit\` is 1 to 100 (50 if absent); where \`has_more\` is true, ask again with \`starting_after\` = the last \`id\`.
`.trim()
