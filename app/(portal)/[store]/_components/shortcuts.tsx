'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'

/** The second key of `g …` is waited for this long. */
const patienceMs = 1_500

type Props = {
  /** Where a letter after `g` leads. */
  places: Readonly<Record<string, string>>
  /** Whether the person wants them; the sheet can be opened by its button either way. */
  on: boolean
  label: string
  close: string
  /** The sheet. */
  children: ReactNode
}

/**
 * Shortcuts of the keyboard, and the sheet that lists them: `?` opens it, `g` and a letter goes somewhere, `/` goes to the page's
 * search. Never while somebody types, and never with a modifier, which is the browser's.
 */
export function Shortcuts({ places, on, label, close, children }: Props) {
  const router = useRouter()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    let began = Number.NEGATIVE_INFINITY
    const pressed = (event: KeyboardEvent) => {
      const sheet = dialog.current
      const typing = (event.target as HTMLElement).closest?.('input, textarea, select, [contenteditable]')
      if (!sheet || sheet.open || typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const place = event.timeStamp - began < patienceMs ? places[event.key] : undefined
      began = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY
      if (event.key === '?') sheet.showModal()
      else if (place) router.push(place)
      else if (event.key === '/') {
        const field = document.querySelector<HTMLElement>('main [type=search], main [data-search]')
        if (!field) return
        field.focus()
        event.preventDefault()
      }
    }
    if (on) document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [on, places, router])
  useEffect(() => {
    const clicked = (event: MouseEvent) => {
      if ((event.target as Element).closest?.('[data-shortcuts]')) dialog.current?.showModal()
    }
    document.addEventListener('click', clicked)
    return () => document.removeEventListener('click', clicked)
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-large border border-line bg-paper p-5 text-ink shadow-raised backdrop:bg-paper/70"
    >
      {children}
      <form method="dialog" className="mt-5">
        <button className="min-h-11 w-full rounded-small border border-edge px-4 font-semibold hover:border-ink hover:bg-sunken">
          {close}
        </button>
      </form>
    </dialog>
  )
}
