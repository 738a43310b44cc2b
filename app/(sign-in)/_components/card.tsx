import type { ReactNode } from 'react'

/** The one thing that a sign-in page is about. */
export function Card({ title, text, children }: { title: ReactNode; text?: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <h1 className="text-title">{title}</h1>
        {text ? <p className="text-soft">{text}</p> : null}
      </div>
      {children}
    </div>
  )
}
