'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { classes } from './classes.ts'

type Props = {
  /** What the button shows, and in words at least for a screen reader what it is for. */
  face: ReactNode
  /** Where the panel opens. */
  place?: string
  className?: string
  children: ReactNode
}

/**
 * A button that discloses a panel of links and forms. Escape closes it and gives the focus back; a press or a focus outside
 * and going to another page close it too.
 */
export function Menu({ face, place = 'top-full end-0 mt-1', className, children }: Props) {
  const id = useId()
  const path = usePathname()
  const [openOn, setOpenOn] = useState<string | null>(null)
  const open = openOn === path
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useDismiss(open, root, (byKey) => {
    setOpenOn(null)
    if (byKey) button.current?.focus()
  })
  return (
    <div ref={root} className={classes('relative', className)}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpenOn(open ? null : path)}
        className="flex min-h-11 w-full min-w-11 items-center justify-center gap-2 rounded-small px-2 text-start hover:bg-sunken"
      >
        {face}
      </button>
      <div
        id={id}
        hidden={!open}
        className={classes(
          'absolute z-20 max-h-[calc(100dvh-5rem)] w-72 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-large border border-line bg-raised p-2 shadow-raised',
          place,
        )}
      >
        {children}
      </div>
    </div>
  )
}

function useDismiss(open: boolean, root: RefObject<HTMLElement | null>, dismiss: (byKey: boolean) => void): void {
  useEffect(() => {
    if (!open) return
    const left = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) dismiss(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') dismiss(true)
    }
    document.addEventListener('pointerdown', left)
    document.addEventListener('focusin', left)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', left)
      document.removeEventListener('focusin', left)
      document.removeEventListener('keydown', escape)
    }
  })
}
