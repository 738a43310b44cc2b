// @ts-check
// node --import ./bin/typescript.js FILE.ts runs our TypeScript outside of Next, where the package server-only would throw. (The
// condition react-server would silence it, too, but takes away what next/navigation needs of React.)
import { register } from 'node:module'
import 'tsx'

const hook = `export const resolve = (name, context, next) =>
  name === 'server-only' ? { url: 'data:text/javascript,', shortCircuit: true } : next(name, context)`
register(`data:text/javascript,${encodeURIComponent(hook)}`)
