import type { ReactNode } from 'react'
import { Icon } from '../_ui/icons.tsx'

/**
 * A form that is out of the way until somebody wants it; it works before the script is there.
 * @param about a name that is read out after the title, which stands beside it for the eye
 */
export function Unfolding({ title, about, children }: { title: ReactNode; about?: string; children: ReactNode }) {
  return (
    <details className="group w-full rounded-large border border-line bg-raised">
      <summary className="flex min-h-11 list-none items-center justify-between gap-3 px-4 font-semibold [&::-webkit-details-marker]:hidden">
        <span>
          {title}
          {about ? (
            <span className="sr-only" translate="no">
              {` ${about}`}
            </span>
          ) : null}
        </span>
        <Icon name="down" className="size-4 text-faint group-open:rotate-180" />
      </summary>
      <div className="px-4 pt-2 pb-4">{children}</div>
    </details>
  )
}
