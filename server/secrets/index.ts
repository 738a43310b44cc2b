import 'server-only'
export { keysInUse, type KeyUse, rotateSecret } from './rotate-secret.ts'
