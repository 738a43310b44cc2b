import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icons.tsx'

/** A part of a page with its heading and, to the right of it, where to see more. */
export function Panel({
  title,
  aside,
  className,
  children,
}: {
  title: ReactNode
  aside?: ReactNode
  className?: string
  children: ReactNode
}) {
  return (
    <section className={classes('grid grid-cols-[minmax(0,1fr)] gap-3', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-body">{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

/** A sentence or two that stand out from the page, without alarm unless something is wrong. */
export function Notice({
  kind = 'plain',
  title,
  children,
  action,
}: {
  kind?: 'plain' | 'good' | 'bad'
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div
      role={kind === 'bad' ? 'alert' : 'status'}
      className={classes(
        'grid gap-2 rounded-large border px-4 py-3 sm:flex sm:items-center sm:justify-between sm:gap-6',
        kind === 'bad' ? 'border-bad bg-bad-wash' : 'border-line bg-raised',
      )}
    >
      <div className="flex gap-3">
        {kind === 'plain' ? null : (
          <Icon name={kind === 'good' ? 'check' : 'warn'} className={classes('mt-0.5', kind === 'good' ? 'text-good' : 'text-bad')} />
        )}
        <div>
          <p className="font-semibold">{title}</p>
          {children ? <p className="text-small text-soft">{children}</p> : null}
        </div>
      </div>
      {action}
    </div>
  )
}

/** What a page says instead of rows: what will appear here, and what one can do. */
export function Empty({ title, children, action }: { title: ReactNode; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-2 rounded-large border border-dashed border-line px-4 py-8 sm:justify-items-center sm:py-12 sm:text-center">
      <p className="font-semibold">{title}</p>
      <p className="max-w-[42ch] text-small text-soft">{children}</p>
      {action}
    </div>
  )
}

/** A short step or state with its mark: done, next, or waiting. */
export function Step({ state, icon, title, children }: { state: 'done' | 'next'; icon: IconName; title: ReactNode; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[auto_1fr] gap-x-3 border-b border-line py-4 last:border-0">
      <span
        className={classes(
          'mt-0.5 grid size-8 place-items-center rounded-full',
          state === 'done' ? 'bg-available/15 text-good' : 'bg-sunken text-soft',
        )}
      >
        <Icon name={state === 'done' ? 'check' : icon} />
      </span>
      <div className="grid min-w-0 gap-1">
        <h2 className="text-body">{title}</h2>
        {children}
      </div>
    </li>
  )
}
