// @ts-check
// node --import ./bin/typescript.js FILE.ts runs our TypeScript outside of Next, where importing the package server-only throws. (The
// condition react-server would avoid that too, but it removes parts of React that next/navigation needs.)
import { register } from 'node:module'
import 'tsx'

const hook = `export const resolve = (name, context, next) =>
  name === 'server-only' ? { url: 'data:text/javascript,', shortCircuit: true } : next(name, context)`
register(`data:text/javascript,${encodeURIComponent(hook)}`)
