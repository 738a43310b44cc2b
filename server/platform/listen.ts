import { withPool } from '#db/client.ts'
import { log } from './log.ts'

type Listener = {
  /** A notice came. */
  readonly heard: (payload: string) => void
  /** The connection is there (again): what was sent meanwhile was missed. */
  readonly resumed: () => void
}

type Channel = { readonly listeners: Set<Listener>; connected: boolean }

// `next dev` reloads modules; the connection stays.
const kept = globalThis as { portalChannels?: Map<string, Channel> }

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
  const heard = (payload: string) => {
    for (const listener of channel.listeners) listener.heard(payload)
  }
  const resumed = () => {
    if (channel.connected) log.warn({ channel: name }, 'listening again after a lost connection')
    channel.connected = true
    for (const listener of channel.listeners) listener.resumed()
  }
  withPool('portal_people', (client) => client.listen(name, heard, resumed)).catch((error: unknown) => {
    // The first connection failed: the next listener tries again, and open pages ask by themselves meanwhile.
    kept.portalChannels?.delete(name)
    log.warn({ channel: name, code: (error as { code?: string }).code }, 'cannot listen')
  })
  return channel
}
