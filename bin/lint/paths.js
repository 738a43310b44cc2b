// Only server/platform/paths.ts builds addresses of pages, because it puts the store first. The rule does not see addresses that are
// concatenated or come from data.
import { place } from './places.js'

const builder = 'server/platform/paths.ts'
/** First segments of the portal's pages; below, paths of the API that pages call. */
const words = /^\/(sign-in|no-store|outbox|staff|activity|releases|requests|calendar|why|help|settings|open)(?=[/?#]|$)/
const asked = /^\/api\/(trpc|auth|identity-pictures|proofs|release-requests|brand)(?=[/?#]|$)/

const isPath = (text, { top }) => words.test(text) || (top === 'app' && asked.test(text))

/** Refuses literal addresses of pages; use `paths.signIn()`, `storePaths(store).order(id)`. */
export const path = {
  create(context) {
    const at = place(context.filename)
    const states = at.top !== 'e2e' && /\.test\.tsx?$/.test(at.name) // unit tests may spell out the address that they expect
    if (at.path === builder || at.top === 'bin' || states || at.path.startsWith('server/marketplace/')) return {}
    const meet = (node, text) => {
      if (typeof text === 'string' && isPath(text, at))
        context.report({ node, message: `This is the address of a page. Take it from ${builder}, which puts the store into it.` })
    }
    return {
      Literal: (node) => meet(node, node.value),
      TemplateLiteral(node) {
        const [first, second] = node.quasis.map(({ value }) => value.cooked)
        meet(node, first === '/' ? second : first) // the placeholder between them may be a store
      },
    }
  },
}
