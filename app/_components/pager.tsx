import { ButtonLink } from '../_ui/button.tsx'
import { classes } from '../_ui/classes.ts'

type Way = { readonly href: string; readonly label: string }

/** The ways to the pages beside a page of a list; nothing where it is the only one. */
export function Pager({ label, previous, next, className }: { label: string; previous: Way | null; next: Way | null; className?: string }) {
  if (previous === null && next === null) return null
  return (
    <nav aria-label={label} data-screen-only className={classes('flex justify-between gap-3', className)}>
      {previous === null ? (
        <span />
      ) : (
        <ButtonLink kind="quiet" rel="prev" href={previous.href}>
          {previous.label}
        </ButtonLink>
      )}
      {next === null ? null : (
        <ButtonLink kind="quiet" rel="next" href={next.href}>
          {next.label}
        </ButtonLink>
      )}
    </nav>
  )
}
