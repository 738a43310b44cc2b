'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { NavBadge } from '../../_ui/nav.tsx'

/** How many wait in each queue; null where they could not be counted, or the reader doesn't read them. */
export type FrameCounts = Readonly<Record<'requests' | 'cases', number | null>>

const none: FrameCounts = { requests: null, cases: null }
const Counts = createContext(none)
const SetCounts = createContext<(counts: FrameCounts) => void>(() => {})

/** Holds the numbers beside the ways to the queues: the frame's until a page that is gone to says newer ones, since the frame stays then. */
export function QueueCountProvider({ counts: first, children }: { counts: FrameCounts; children: ReactNode }) {
  const [counts, setCounts] = useState(first)
  return (
    <SetCounts value={setCounts}>
      <Counts value={counts}>{children}</Counts>
    </SetCounts>
  )
}

/** The number of a queue in the frame. */
export function QueueBadge({ queue }: { queue: keyof FrameCounts }) {
  return <NavBadge count={useContext(Counts)[queue]} />
}

/** What a page knows of the numbers. */
export function NewQueueCounts({ counts: { requests, cases } }: { counts: FrameCounts }) {
  const setCounts = useContext(SetCounts)
  useEffect(() => setCounts({ requests, cases }), [setCounts, requests, cases])
  return null
}
