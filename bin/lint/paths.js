// Addresses of pages are built by server/platform/paths.ts alone, which puts the store first. What it does not prove: that an address
// which is put together of several texts, or comes from data, was built there.
import { place } from './places.js'

const builder = 'server/platform/paths.ts'
/** First words of the portal's own addresses, and the parts of the API that pages ask. */
const words = /^\/(sign-in|no-store|outbox|staff|activity|releases|requests|calendar|why|help|settings|open)(?=[/?#]|$)/
const asked = /^\/api\/(trpc|auth|identity-pictures|proofs|release-requests|brand)(?=[/?#]|$)/

const isPath = (text, { top }) => words.test(text) || (top === 'app' && asked.test(text))

/** An address of a page is asked for by its name: `paths.signIn()`, `storePaths(store).order(id)`. */
export const path = {
  create(context) {
    const at = place(context.filename)
    const states = at.top !== 'e2e' && /\.test\.tsx?$/.test(at.name) // what an address must be, a unit test says by itself
    if (at.path === builder || at.top === 'bin' || states || at.path.startsWith('server/marketplace/')) return {}
    const meet = (node, text) => {
      if (typeof text === 'string' && isPath(text, at))
        context.report({ node, message: `This is the address of a page. Take it from ${builder}, which puts the store into it.` })
    }
    return {
      Literal: (node) => meet(node, node.value),
      TemplateLiteral(node) {
        const [first, second] = node.quasis.map(({ value }) => value.cooked)
        meet(node, first === '/' ? second : first) // what stands between them may be a store
      },
    }
  },
}
