'use client'

import { type ComponentProps, createContext, use, useEffect, useState } from 'react'
import { classes } from './classes.ts'

const rollMs = 500
const markMs = 2_000

/**
 * A figure that rolls once when it changes: each character that differs, counted from the right, slides out for the new one.
 * Before and after it is plain text; whoever prefers no motion sees the new figure at once (globals.css).
 */
export function Rolling({ text }: { text: string }) {
  const [settled, setSettled] = useState(text)
  const [before, setBefore] = useState<string | null>(null)
  if (text !== settled) {
    setBefore(settled)
    setSettled(text)
  }
  useEffect(() => {
    if (before === null) return
    const timer = setTimeout(() => setBefore(null), rollMs)
    return () => clearTimeout(timer)
  }, [before])
  if (before === null) return text
  return (
    <>
      <span className="sr-only">{text}</span>
      <span aria-hidden="true">
        {text.split('').map((char, place) => {
          const fromRight = text.length - place
          const old = before.at(-fromRight) ?? ''
          if (old === char) return <span key={fromRight}>{char}</span>
          return (
            <span key={fromRight} className="relative inline-block overflow-clip">
              <span className="absolute inset-0 animate-roll-out motion-reduce:hidden">{old}</span>
              <span className="inline-block animate-roll-in">{char}</span>
            </span>
          )
        })}
      </span>
    </>
  )
}

/** Whether the page is being brought up to date by a live change right now: a row that appears then is new. */
export const FreshRows = createContext<() => boolean>(() => false)

function useMark(initially: boolean, value: string | undefined): boolean {
  const [seen, setSeen] = useState(value)
  // Counts the changes, so that one during the two seconds begins them anew.
  const [mark, setMark] = useState(initially ? 1 : 0)
  if (value !== seen) {
    setSeen(value)
    setMark(mark + 1)
  }
  useEffect(() => {
    if (mark === 0) return
    const timer = setTimeout(() => setMark(0), markMs)
    return () => clearTimeout(timer)
  }, [mark])
  return mark > 0
}

/** Stays marked for two seconds after `value` changed. */
export function Marked({ value, className, ...props }: ComponentProps<'div'> & { value: string }) {
  const marked = useMark(false, value)
  return <div {...props} className={classes('marks', className)} data-marked={marked ? '' : undefined} />
}

/** A table row that is marked for two seconds when it arrived live. */
export function MarkedRow({ className, ...props }: ComponentProps<'tr'>) {
  const fresh = use(FreshRows)
  const [arrived] = useState(fresh)
  const marked = useMark(arrived, undefined)
  return <tr {...props} className={classes('marks', className)} data-marked={marked ? '' : undefined} />
}
