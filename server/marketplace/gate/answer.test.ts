import { describe, expect, test, vi } from 'vitest'
import { Overloaded } from '#server/orders/index.ts'
import { UnknownOutcome } from '#server/platform/errors.ts'
import { log } from '#server/platform/log.ts'
import { ApiProblem } from '../errors.ts'
import { answer } from './answer.ts'
import { methods, noSuchRoute } from './methods.ts'

log.level = 'silent'

const coded = (code: string) => Object.assign(new Error(`select * from api_keys -- canary 6222020200112233445`), { code })
const failing = async (error: unknown) => {
  const response = await answer('GET /x', async () => {
    throw error
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

describe('a failure', () => {
  test.each([
    ['a bug', new TypeError("Cannot read properties of undefined (reading '6222020200112233445')"), 500, 'internal_error'],
    ['SQL that is wrong', coded('42601'), 500, 'internal_error'],
    ['something thrown that is no error', null, 500, 'internal_error'],
    ['too much waiting', new Overloaded(), 503, 'unavailable'],
    ['a COMMIT that was not answered', new UnknownOutcome('COMMIT'), 503, 'unavailable'],
    ['a database out of reach', coded('ECONNREFUSED'), 503, 'unavailable'],
    ['a database that starts', coded('57P03'), 503, 'unavailable'],
    ['a database that is being promoted', coded('25006'), 503, 'unavailable'],
    ['too many connections', coded('53300'), 503, 'unavailable'],
    ['a statement that took too long', coded('57014'), 503, 'unavailable'],
    ['a lock that took too long', coded('55P03'), 503, 'unavailable'],
    ['conflicts that did not settle', coded('40001'), 503, 'unavailable'],
    ['a refusal', new ApiProblem('too_large', 'Too large.'), 413, 'too_large'],
  ])('%s', async (_what, error, status, code) => {
    const answered = await failing(error)
    const body = JSON.parse(answered.text)
    expect([answered.status, body.code, body.trace_id]).toEqual([status, code, answered.headers.get('x-trace-id')])
    expect(answered.headers.get('retry-after')).toBe(status === 503 ? '1' : null)
    expect(answered.text).not.toMatch(/select|canary|6222|at .*\.ts/)
  })

  test('is logged under its trace id, without the driver’s message', async () => {
    const lines: unknown[] = []
    const spies = (['info', 'warn', 'error'] as const).map((level) =>
      vi.spyOn(log, level).mockImplementation((line: unknown) => void lines.push(line)),
    )
    const { headers } = await failing(coded('42601'))
    spies.forEach((spy) => spy.mockRestore())
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(line).toMatchObject({ trace: headers.get('x-trace-id') })
    expect(JSON.stringify(lines)).not.toMatch(/select|canary|6222/)
  })
})

test('an unsupported method is refused with the header Allow', async () => {
  const route = methods({ GET: async () => new Response('got') })
  expect(await (await route.GET(new Request('http://x'), undefined)).text()).toBe('got')
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const response = await route[method](new Request('http://x', { method }), undefined)
    expect([response.status, response.headers.get('allow'), (await response.json()).code]).toEqual([
      405,
      'GET, HEAD, OPTIONS',
      'method_not_allowed',
    ])
  }
  expect((await route.OPTIONS(new Request('http://x'), undefined)).headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  expect((await noSuchRoute()).status).toBe(404)
})
