'use client'

import { createContext, use } from 'react'
import { paths } from '#server/platform/paths.ts'
import { Button } from './button.tsx'
import { Verbatim } from './verbatim.tsx'

export type FailureSentences = {
  readonly title: string
  readonly text: string
  readonly again: string
  readonly home: string
  /** Holds `{trace}`. */
  readonly trace: string
  /** The marketplace's support, where it has given an address. */
  readonly support?: { readonly label: string; readonly href: string } | undefined
}

const Words = createContext<FailureSentences | null>(null)

/** The sentences of a failed page in the reader's language, handed down before anything can fail. */
export const FailureWords = Words.Provider

type Props = {
  error: unknown
  retry: () => void
  words?: FailureSentences
  /** Where its link leads. */
  home?: string
}

/** What a page says when it could not be shown: what happened, that the money is safe, and the number that support asks for. */
export function Failure({ error, retry, words, home = paths.home() }: Props) {
  const handed = use(Words)
  const said = words ?? handed
  const trace = (error as { digest?: string } | null)?.digest
  if (!said) return null
  const [before, after] = said.trace.split('{trace}')
  return (
    <div role="alert" className="mx-auto grid w-full max-w-xl gap-4 px-4 py-12 sm:py-20">
      <h1 className="text-title">{said.title}</h1>
      <p className="text-soft">{said.text}</p>
      <div className="flex flex-wrap gap-3">
        <Button onClick={retry}>{said.again}</Button>
        {/* A whole load: whatever broke in this page is gone with it. */}
        <a href={home} className="inline-flex min-h-11 items-center px-2 text-accent underline underline-offset-4">
          {said.home}
        </a>
        {said.support ? (
          <a href={said.support.href} className="inline-flex min-h-11 items-center px-2 text-accent underline underline-offset-4">
            {said.support.label}
          </a>
        ) : null}
      </div>
      {trace ? (
        <p className="text-small text-soft">
          {before}
          <Verbatim>{trace}</Verbatim>
          {after}
        </p>
      ) : null}
    </div>
  )
}
