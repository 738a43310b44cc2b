import { env } from '#server/platform/env.ts'
import { Refusal } from '#server/platform/errors.ts'

/** Somebody signed in, as the session gate read them on this call. */
export type DemoVisitor = { readonly userId: number; readonly sessionId: string; readonly demo: boolean }

/** Whether the person is one of the demo's, in a process that runs the demo. */
export function inDemo(visitor: DemoVisitor): boolean {
  return env().PORTAL_DEMO === 'on' && visitor.demo
}

/** @throws Refusal not_found outside of the demo, and for anybody who is not one of its people */
export function requireDemo(visitor: DemoVisitor): void {
  if (!inDemo(visitor)) throw new Refusal('not_found')
}
