import 'server-only'
export { createSandbox, type Sandbox } from './credentials/create-sandbox.ts'
export { receiveEvents } from './events/receive-events.ts'
export { methods, noSuchRoute } from './gate/methods.ts'
