import { ApiProblem } from '../errors.ts'

/** Marketplace contract. */
export const defaultLimit = 50
export const maxLimit = 100

/**
 * The parameters of a call, by name. An unknown one is refused, since a misspelled one would be ignored silently.
 * @param allowed the route's own
 * @throws ApiProblem invalid_request
 */
export function parametersOf<Name extends string>(request: Request, allowed: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {}
  for (const [name, value] of new URL(request.url).searchParams) {
    if (!(allowed as readonly string[]).includes(name) || name in found) throw wrong(name.slice(0, 100), 'unknown_field')
    found[name as Name] = value
  }
  return found
}

/** The problem of one parameter. */
export function wrong(
  name: string,
  code: 'unknown_field' | 'invalid_parameter' | 'invalid_date' | 'future_date' | 'stale_cursor' | 'missing_field',
): ApiProblem {
  return new ApiProblem('invalid_request', `Invalid parameter ${name}.`, { errors: [{ pointer: `/${name}`, code }] })
}

/**
 * How many rows a page has.
 * @throws ApiProblem invalid_request
 */
export function limitOf(text: string | undefined): number {
  if (text === undefined) return defaultLimit
  const limit = /^[0-9]{1,3}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > maxLimit) throw wrong('limit', 'invalid_parameter')
  return limit
}
