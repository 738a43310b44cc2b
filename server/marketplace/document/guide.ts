import { maxDepth } from '../events/parse-body.ts'
import { keyCacheTtlMs } from '../gate/key.ts'
import { defaultRequestsPerMinute } from '../gate/limit.ts'
import { maxBody } from '../gate/read-body.ts'
import { toleranceSeconds } from '../gate/signature.ts'
import { faults, problems, rejections } from '../errors.ts'
import { maxEvents } from '../schema.ts'
import { signed } from './examples.ts'

const row = (...cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n')

/** The introduction of the OpenAPI document. Its figures come from the code that applies them. */
export const guide = `
The marketplace's backend posts events about its orders and sellers; the portal keeps every seller's funds account from them.
Events may come in any order and more than once: each is booked once.

## Keys
\`Authorization: Bearer <key>\` authenticates the marketplace. A key has the scopes \`events:write\`, \`read\` or both. A revoked key is refused within
${keyCacheTtlMs / 1000} s. To change keys without a gap, rotate: the old key works until you revoke it.

## Requests
JSON in UTF-8; a byte-order mark is skipped. Send a body with Content-Length or in chunks, but not compressed: a
\`Content-Encoding\` other than \`identity\` is 415. A trailing slash in the address makes no difference. An optional field may be absent or
\`null\`, which means the same. Unknown fields and parameters are refused. Times must be from 1970-01-01 to 2200-01-01.

## Signatures
Sign writes according to [Standard Webhooks](https://www.standardwebhooks.com); its libraries for Java, Go, PHP, Python, Ruby, C#,
Rust and JavaScript do this for you. Three headers:
- \`webhook-id\`: any text, different for each request
- \`webhook-timestamp\`: seconds since 1970; at most ${toleranceSeconds} seconds from the portal's clock in either direction
- \`webhook-signature\`: \`v1,\` + base64(HMAC-SHA256(key, id + "." + timestamp + "." + body)); several signatures are separated by a space

The key is the part after \`whsec_\`, base64-decoded. Sign the exact bytes that you send. Two secrets may be active at once: add the new one,
change your backend, retire the old one. Check your code with this example:
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

## Retries
After a lost answer, a timeout or a 5xx, send the same events again until you get an answer: this is always safe. An event that was booked
before answers \`duplicate\`. The \`id\` is the idempotency key: it is unique in your marketplace for ever, whatever the seller. Two events with
one id are equal if their content is (key order, \`12.3\` or \`12.30\`, \`Z\` or \`+00:00\` make no difference); otherwise the second is an
\`event_conflict\`.

## Outcomes of an event
${table(
  ['status', 'meaning', 'what to do'],
  [
    ['`posted`', 'booked now', ''],
    ['`duplicate`', 'already booked with equal content', ''],
    [
      '`parked`',
      'kept until the event that it needs arrives (its seller, its payment, the end of every hold, the release), then booked automatically',
      'send the missing event, or withdraw this one; `GET /events?status=parked` lists parked events',
    ],
    ['`rejected`', 'not booked; `problem` says why; the id stays free, except for `event_conflict`', 'correct it and send it again'],
  ],
)}

A parked event that cannot be booked once the awaited event arrives becomes \`rejected\`, and its id stays taken. To remove a parked event that
was a mistake, send \`event.withdrawn\` with the same \`seller_id\`: it is then as if it had never been sent, and its id is free.

## Events out of order
Where two events set the same thing (a seller's data, closed or reopened, an expected date, a hold), the newer one wins, whichever arrives
first: the one with the later \`occurred_at\`, or at the same instant the one with the greater \`id\`, compared by bytes.
Holds have names (\`hold_id\`, else \`default\`), so that a dispute and a court order can be open at once. While any hold of a line is open, its
pending is frozen and its release waits. The newest event of a hold opens or ends it; at the same instant, it is open.

## Problems
Errors are \`application/problem+json\` (RFC 9457). For a whole request:
${table(
  ['status', 'code', 'title'],
  Object.entries(problems).map(([code, { status, title }]) => [status, `\`${code}\``, title]),
)}

For one event, in its result: \`invalid_event\` (it does not match its schema; \`errors\` names the fields), or
${table(
  ['code', 'meaning'],
  Object.entries(rejections).map(([code, { detail }]) => [`\`${code}\``, detail]),
)}

Codes in \`errors\`:
${table(
  ['code', 'meaning'],
  Object.entries(faults).map(([code, detail]) => [`\`${code}\``, detail]),
)}

## Limits
A body has at most ${maxBody / 1024 / 1024} MiB, ${maxEvents.toLocaleString('en')} events and ${maxDepth} levels of nesting. A key may make ${defaultRequestsPerMinute.toLocaleString('en')} requests a minute unless
agreed otherwise: \`RateLimit\` and \`RateLimit-Policy\` give the rest of the quota, and 429 and 503 have \`Retry-After\` in seconds. Batches of 500
to 1,000 events on four connections are the fastest way; one event a request works too. Each read answers from one snapshot, also while you
write; a read that takes longer than five seconds is answered 503.

## Lists
Newest first. \`limit\` is 1 to 100 (default 50). If \`has_more\` is true, ask for the next page with \`starting_after\` = the last \`id\`. If that
event has left the list meanwhile (\`stale_cursor\`), start again without it. An order's lines are listed by payment, oldest first, at most 1,000
a page; continue with \`starting_after\` = the last \`line_id\`.
`.trim()
