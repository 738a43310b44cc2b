import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { faults, problems, rejections } from '../errors.ts'
import { secretBytes, sign, signingKey } from '../gate/signature.ts'
import * as answersOf from '../reads/schema.ts'
import { EventBatch, wireTypes } from '../schema.ts'
import { answers, batch, signed, story } from './examples.ts'
import { openapi } from './openapi.ts'

const document = JSON.parse(JSON.stringify(openapi('https://funds.shop.test')))
const cli = fileURLToPath(new URL('../../../node_modules/@redocly/cli/bin/cli.js', import.meta.url))

/** Redocly's CLI, with nothing of it that calls home. */
async function lint(json: unknown): Promise<{ failed: boolean; output: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openapi-'))
  const file = path.join(folder, 'openapi.json')
  await writeFile(file, JSON.stringify(json))
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' }
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [cli, 'lint', file, '--extends=recommended-strict', '--format=stylish'],
      { env, cwd: folder },
    )
    return { failed: false, output: stdout + stderr }
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    return { failed: true, output: stdout + stderr }
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe('Redocly’s strict rules', { timeout: 60_000 }, () => {
  test('find no error in the document', async () => {
    expect(await lint(document)).toMatchObject({ failed: false })
  })

  test('find an example that violates its schema, a broken reference and an operation without an id', async () => {
    const broken = structuredClone(document)
    expect(broken.openapi).toBe('3.1.1')
    broken.paths['/events'].post.requestBody.content['application/json'].examples.batch.value.events[0].occurred_at = 5
    broken.paths['/orders/{order_id}'].get.responses['404'].$ref = '#/components/responses/nowhere'
    delete broken.paths['/withdrawals'].get.operationId
    const { failed, output } = await lint(broken)
    expect(failed).toBe(true)
    for (const rule of ['no-invalid-media-type-examples', 'no-unresolved-refs', 'operation-operationId']) expect(output).toContain(rule)
  })
})

test('the document names every event type, every code and every status', () => {
  const { schemas, responses } = document.components
  expect(Object.keys(schemas.Event.discriminator.mapping)).toEqual(wireTypes)
  expect(schemas.Problem.properties.code.enum).toEqual(Object.keys(problems))
  expect(schemas.EventProblem.properties.code.enum).toEqual(['invalid_event', ...Object.keys(rejections)])
  expect(Object.keys(responses).map(Number)).toEqual([...new Set(Object.values(problems).map(({ status }) => status))])
  for (const code of [...Object.keys(problems), ...Object.keys(rejections), ...Object.keys(faults)])
    expect(document.info.description).toContain(`\`${code}\``)
})

test('schemas of requests refuse unknown fields, and those of answers allow new ones', () => {
  const { EventBatch, OrderPaid, Money, Balances } = document.components.schemas
  for (const schema of [EventBatch, OrderPaid, OrderPaid.properties.data]) expect(schema.additionalProperties).toBe(false)
  expect(Money.required).toEqual(['currency', 'amount'])
  expect(Balances.additionalProperties).toBeUndefined()
})

test('the example batch has every outcome', () => {
  expect([...new Set(batch.answer.results.map(({ status }) => status))].toSorted()).toEqual(['duplicate', 'parked', 'posted', 'rejected'])
  expect(answersOf.EventResults.parse(batch.answer)).toEqual(batch.answer)
})

test('the examples match the schemas, and each event type has one', () => {
  expect(EventBatch.safeParse({ events: story }).success).toBe(true)
  expect(story.map(({ type }) => type).toSorted()).toEqual(wireTypes.toSorted())
  const checked = [
    answersOf.Seller,
    answersOf.Balances,
    answersOf.Order,
    answersOf.EventState,
    answersOf.EventState,
    answersOf.Reconciliation,
  ]
  const shown = [answers.seller, answers.balances, answers.order, answers.posted, answers.parked, answers.reconciliation]
  checked.forEach((schema, at) => expect(schema.parse(shown[at])).toEqual(shown[at]))
})

test('the example signature is right, and its body is a batch', () => {
  const right = sign(signingKey(secretBytes(signed.secret)!), signed.id, signed.timestamp, Buffer.from(signed.body))
  expect(signed.signature).toBe(right)
  expect(EventBatch.safeParse(JSON.parse(signed.body)).success).toBe(true)
})
