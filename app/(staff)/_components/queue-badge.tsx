'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { NavBadge } from '../../_ui/nav.tsx'

const Count = createContext<number | null>(null)
const SetCount = createContext<(count: number | null) => void>(() => {})

type Counted = {
  /** How many requests are undecided; null where they could not be counted. */
  count: number | null
}

/** Holds the number beside the way to the queue: the frame's until a page that is gone to says a newer one, since the frame stays then. */
export function QueueCountProvider({ count: first, children }: Counted & { children: ReactNode }) {
  const [count, setCount] = useState(first)
  return (
    <SetCount value={setCount}>
      <Count value={count}>{children}</Count>
    </SetCount>
  )
}

/** The number in the frame. */
export function QueueBadge() {
  return <NavBadge count={useContext(Count)} />
}

/** What a page knows of the number. */
export function NewQueueCount({ count }: Counted) {
  const setCount = useContext(SetCount)
  useEffect(() => setCount(count), [setCount, count])
  return null
}
