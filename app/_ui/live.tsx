'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useRef, useState, useTransition } from 'react'
import { FreshRows } from './rolling.tsx'

/** Longer than this without a word from the server, which says one every 15 s, and the line is taken for dead. */
const silenceMs = 40_000
/** The page admits that it is not live once it has been cut off for this long. */
const patienceMs = 4_000
/** A page in the background gives its connection back: a browser has six for a site over HTTP/1.1. */
const hiddenMs = 30_000
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000]

type Props = {
  /** A stream of server-sent events, each message naming the state of what the page shows. */
  url: string
  /** The state that the page was made from. */
  state: string
  /** How long the page stays true while nothing happens, milliseconds. */
  lasts: number
  /** What to say while cut off: since when the numbers stand. */
  lost: ReactNode
  children: ReactNode
}

/**
 * Keeps a page of server components true: when the stream names another state than the page was made from, the page is asked for
 * again and its numbers roll; and when its time is over, since a day that ends is no event. Nothing is formatted or kept here, so it
 * costs next to no script, and what a change looks like is decided where the page is made. After a lost connection the stream begins
 * with the state, so nothing is missed.
 */
export function Live({ url, state, lasts, lost, children }: Props) {
  const router = useRouter()
  const [updating, start] = useTransition()
  const [cutOff, setCutOff] = useState(false)
  const [heard, setHeard] = useState({ state, message: 0 })
  const asked = useRef(0)
  const fresh = useRef(false)

  useEffect(
    () =>
      follow(url, {
        heard: (named) => setHeard((last) => ({ state: named, message: last.message + 1 })),
        cutOff: setCutOff,
        refused: () => router.refresh(),
      }),
    [url, router],
  )

  const again = useCallback(() => {
    fresh.current = true
    unattended(true)
    start(() => router.refresh())
  }, [router])

  // One refresh at a time and one a message: what is heard during one asks again after it, and a page that is ahead of the
  // stream doesn't ask at all.
  useEffect(() => {
    if (updating || heard.message === asked.current) return
    asked.current = heard.message
    if (heard.state !== state) again()
  }, [heard, state, updating, again])
  useEffect(() => {
    const timer = setTimeout(again, lasts)
    return () => clearTimeout(timer)
  }, [lasts, again])
  useEffect(() => {
    if (updating) return
    fresh.current = false
    unattended(false)
  }, [updating])

  return (
    <FreshRows value={() => fresh.current}>
      <div aria-live="polite" data-live>
        {cutOff ? lost : null}
      </div>
      {children}
    </FreshRows>
  )
}

/** Tells the server for a moment that it is the page that asks, so that a session left alone still runs out. */
function unattended(yes: boolean): void {
  // cookieStore is missing in Safari 17.
  document.cookie = `unattended=1; Path=/; SameSite=Lax; Max-Age=${yes ? 5 : 0}`
}

type Told = {
  readonly heard: (state: string) => void
  readonly cutOff: (yes: boolean) => void
  /** The session has ended, here or elsewhere: the page asks for itself, and is led to the sign-in. */
  readonly refused: () => void
}

/** Follows the stream while the page is seen, and comes back by itself, at once when the device is online again. @internal */
export function follow(url: string, tell: Told): () => void {
  let source: EventSource | null = null
  let tries = 0
  let silence: ReturnType<typeof setTimeout> | undefined
  let patience: ReturnType<typeof setTimeout> | undefined
  let again: ReturnType<typeof setTimeout> | undefined

  const close = () => {
    source?.close()
    source = null
    for (const timer of [silence, again]) clearTimeout(timer)
  }
  const alive = () => {
    tries = 0
    clearTimeout(patience)
    patience = undefined
    connected()
    tell.cutOff(false)
  }
  const connected = () => {
    clearTimeout(silence)
    silence = setTimeout(failed, silenceMs)
  }
  const open = () => {
    close()
    source = new EventSource(url)
    source.addEventListener('message', (event: MessageEvent<string>) => {
      alive()
      tell.heard(stateIn(event.data))
    })
    source.addEventListener('connected', connected) // perhaps refused at once: the pauses go on growing
    source.addEventListener('ping', alive)
    source.addEventListener('error', failed)
    source.addEventListener('return', failed)
    source.addEventListener('serialized-error', (event: MessageEvent<string>) => {
      if (!isRefusal(event.data)) return failed()
      stop()
      tell.refused()
    })
  }
  const failed = () => {
    close()
    patience ??= setTimeout(() => tell.cutOff(true), patienceMs)
    again = setTimeout(open, pausesMs[Math.min(tries, pausesMs.length - 1)])
    tries += 1
  }
  const stop = () => {
    close()
    clearTimeout(patience)
    unwatch()
  }

  open()
  const unwatch = whileSeen({ isOpen: () => source !== null, open, close })
  return stop
}

/** Closes a stream some time after the page went to the background, whatever befalls it meanwhile, and opens it when it is seen again. */
function whileSeen(stream: { isOpen: () => boolean; open: () => void; close: () => void }): () => void {
  let away: ReturnType<typeof setTimeout> | undefined
  const isSeen = () => document.visibilityState === 'visible'
  const seen = () => {
    clearTimeout(away)
    if (!isSeen()) away = setTimeout(stream.close, hiddenMs)
    else if (!stream.isOpen()) stream.open()
  }
  const online = () => {
    if (isSeen()) stream.open()
  }
  seen()
  document.addEventListener('visibilitychange', seen)
  window.addEventListener('online', online)
  window.addEventListener('pageshow', seen)
  return () => {
    clearTimeout(away)
    document.removeEventListener('visibilitychange', seen)
    window.removeEventListener('online', online)
    window.removeEventListener('pageshow', seen)
  }
}

/** An answer that trying again won't change. */
function isRefusal(data: string): boolean {
  try {
    const { json } = JSON.parse(data) as { json?: { data?: { httpStatus?: number } } }
    return json?.data?.httpStatus === 401 || json?.data?.httpStatus === 403
  } catch {
    return false
  }
}

/** tRPC wraps what a subscription gives, and superjson that again; a plain stream says it plainly. */
function stateIn(data: string): string {
  try {
    const value = JSON.parse(data) as { json?: unknown } | string
    if (typeof value === 'string') return value
    return typeof value.json === 'string' ? value.json : data
  } catch {
    return data
  }
}
