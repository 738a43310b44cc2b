import { randomUUID } from 'node:crypto'
import { currentKey } from './crypto.ts'
import { open, seal } from './seal.ts'
import { jobPlace } from './sealed-places.ts'

/** A payload that names people or carries a secret, as it lies in the queue. `key` names the key, for whoever changes the secret. */
export type SealedJob = { readonly id: string; readonly key: string; readonly sealed: string }

/** Seals what a job of the queue is to do. */
export function sealedJob(task: string, payload: unknown): SealedJob {
  const id = randomUUID()
  const sealed = seal(Buffer.from(JSON.stringify(payload)), jobPlace(task, id)).toString('base64')
  return { id, key: currentKey('seal').id.toString('hex'), sealed }
}

/** What `sealedJob` sealed for the same task. */
export function openedJob(task: string, { id, sealed }: SealedJob): unknown {
  return JSON.parse(open(Buffer.from(sealed, 'base64'), jobPlace(task, id)).toString())
}
