import { maxDepth } from '../events/parse-body.ts'
import { keyCacheTtlMs } from '../gate/key.ts'
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
${keyCacheTtlMs / 1000} s. To change keys without a gap, rotate: the old key lives until you revoke it.

## Requests
JSON in UTF-8; a byte-order mark before it is skipped. A body may come with a Content-Length or in chunks, never compressed: a
\`Content-Encoding\` other than \`identity\` is 415. A trailing slash of an address changes nothing. An optional field may be left out or
\`null\`, which is the same; any other unknown field or parameter is refused. Times lie from 1970-01-01 to 2200-01-01.

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
      'kept until what it needs has come (its seller, its payment, the end of every hold, the release), then booked by itself',
      'send what is missing, or withdraw it; `GET /events?status=parked` lists them',
    ],
    ['`rejected`', 'not booked; `problem` says why; the id stays free, except for `event_conflict`', 'mend it and send it again'],
  ],
)}

A parked event that turns out to be impossible when its turn comes is \`rejected\` for good: its id stays taken. One that was a mistake can be
withdrawn (\`event.withdrawn\`, of the same \`seller_id\`): it is as if it had never been sent, and its id is free.

## In any order
Where two events say different things of one matter (a seller's data, closed or reopened, an expected date, a hold), the newer one counts,
whichever came first: the later \`occurred_at\`, at the same instant the greater \`id\`, by bytes.
Holds have names (\`hold_id\`, else \`default\`), so that a dispute and a court order are two. While any hold of a line is open its pending is
frozen and its release waits. A hold is open or ended by its newest event; at the same instant it is open.

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
on four connections are quickest; one event a call is fine too. Whatever you read is of one instant, also while you write; an answer that
takes longer than five seconds is 503.

## Lists
Newest first. \`limit\` is 1 to 100 (50 if absent); where \`has_more\` is true, ask again with \`starting_after\` = the last \`id\`. Where that event
has left the list meanwhile (\`stale_cursor\`), start again without it. An order's lines come oldest payment first, at most 1,000 at a time,
and go on with \`starting_after\` = the last \`line_id\`.
`.trim()
