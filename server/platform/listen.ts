import { listening, outside, stopListening } from '#db/client.ts'
import { listeningSql } from '#db/driver.ts'
import { errorCode } from './errors.ts'
import { log } from './log.ts'

type Listener = {
  /** A notice came. */
  readonly heard: (payload: string) => void
  /** The connection is there (again): what was sent meanwhile was missed. */
  readonly resumed: () => void
}

type Channel = { readonly listeners: Set<Listener>; connected: boolean }

// `next dev` reloads modules; the connection stays.
const kept = globalThis as { portalChannels?: Map<string, Channel>; portalPulse?: NodeJS.Timeout }

/** Milliseconds between two looks whether the connection still answers, and how long it may take: a frozen host says nothing. */
const pulse = { every: 10_000, patience: 5000 }

/**
 * Hears NOTIFY on a channel. One connection listens for the whole process, whatever the number of listeners; when it is lost
 * the driver connects again and every listener is told to look for itself.
 * @returns stops listening; the process keeps its connection
 */
export function listen(name: 'books' | 'sessions' | 'invitees', listener: Listener): () => void {
  const channel = open(name)
  channel.listeners.add(listener)
  return () => void channel.listeners.delete(listener)
}

/** How many ears there are. @internal */
export function listenerCount(name: string): number {
  return kept.portalChannels?.get(name)?.listeners.size ?? 0
}

function open(name: string): Channel {
  kept.portalChannels ??= new Map()
  const found = kept.portalChannels.get(name)
  if (found) return found
  const channel: Channel = { listeners: new Set(), connected: false }
  kept.portalChannels.set(name, channel)
  outside(() => {
    kept.portalPulse ??= setInterval(() => void feel(), pulse.every).unref()
    connect(name, channel)
  })
  return channel
}

function connect(name: string, channel: Channel): void {
  const heard = (payload: string) => {
    for (const listener of channel.listeners) listener.heard(payload)
  }
  const resumed = () => {
    if (channel.connected) log.warn({ channel: name }, 'listening again after a lost connection')
    channel.connected = true
    for (const listener of channel.listeners) listener.resumed()
  }
  listening()
    .listen(name, heard, resumed)
    .catch((error: unknown) => {
      // The first connection failed: the next listener tries again, and open pages ask by themselves meanwhile.
      if (!channel.connected) kept.portalChannels?.delete(name)
      log.warn({ channel: name, code: errorCode(error) }, 'cannot listen')
    })
}

/** Listens anew, on another connection, where this one doesn't answer. */
async function feel(): Promise<void> {
  const sql = listeningSql(listening())
  if (!sql) return
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer')), pulse.patience)))
  try {
    await Promise.race([sql`select 1`, silence])
  } catch {
    await stopListening()
    for (const [name, channel] of kept.portalChannels ?? []) connect(name, channel)
  } finally {
    clearTimeout(timer)
  }
}
