import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const app = fileURLToPath(new URL('..', import.meta.url))

/** Calls of procedures in a file of Server Actions that would show an error page once the session has ended. */
const bare = (code: string) =>
  code.startsWith("'use server'") ? [...code.matchAll(/(?<!orSignIn\()procedures\.[\w.]+\(/g)].map(([call]) => call) : []

test('a form that is sent after the session has ended leads to the sign-in: every Server Action asks through orSignIn', () => {
  const action = "'use server'\nawait orSignIn(procedures.a.b({ id }))\nconst done = await procedures.staff.requests.decide(wish)"
  expect(bare(action)).toEqual(['procedures.staff.requests.decide('])
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  const codes = files.map((path) => ({ path, code: readFileSync(`${app}/${path}`, 'utf8') }))
  const actions = codes.filter(({ code }) => code.includes('orSignIn(procedures.'))
  expect(actions.length).toBeGreaterThan(4)
  expect(codes.flatMap(({ path, code }) => bare(code).map((call) => `${path}: ${call}`))).toEqual([])
})
