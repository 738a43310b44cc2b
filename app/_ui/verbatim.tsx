import type { ReactNode } from 'react'

/** A name, an address or a number as it was given: no language of ours, and nothing for a browser to translate. */
export function Verbatim({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span translate="no" title={title}>
      {children}
    </span>
  )
}

/** The same for an empty tag of a message: `<email></email>` takes `{ email: verbatim(…) }`. */
export function verbatim(text: string): () => ReactNode {
  return () => <Verbatim>{text}</Verbatim>
}
