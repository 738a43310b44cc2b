import type { ReactNode } from 'react'
import { Support } from './support.tsx'

type Props = { title: string; text: string; children: ReactNode }

/** What is said where there is no page, and where to go on. */
export function Missing({ title, text, children }: Props) {
  return (
    <div className="mx-auto grid w-full max-w-xl justify-items-start gap-4 px-4 py-12 sm:py-20">
      <h1 className="text-title">{title}</h1>
      <p className="text-soft">{text}</p>
      <div className="flex flex-wrap gap-3">
        {children}
        <Support className="inline-flex min-h-11 items-center px-2 text-accent underline underline-offset-4" />
      </div>
    </div>
  )
}
