import { Link } from './link.tsx'
import { type ComponentProps, useId } from 'react'
import { classes } from './classes.ts'

type Kind = 'primary' | 'quiet' | 'danger'

const looks: Record<Kind, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-deep',
  quiet: 'border border-edge text-ink hover:border-ink hover:bg-sunken',
  danger: 'border border-bad text-bad hover:bg-bad-wash',
}

const shape =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-small px-4 py-2 text-body font-semibold no-underline select-none'

/**
 * A button. Where it can't be pressed it is given the reason, which stands beside it for everyone and is read out with it;
 * it stays focusable, so that a keyboard reaches the reason too.
 */
export function Button({
  kind = 'primary',
  reason,
  className,
  ...props
}: ComponentProps<'button'> & { kind?: Kind; reason?: string | undefined }) {
  const id = useId()
  if (reason === undefined) return <button type="button" {...props} className={classes(shape, looks[kind], className)} />
  const { onClick: _never, formAction: _neither, ...rest } = props
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
      <button
        {...rest}
        type="button"
        aria-disabled
        aria-describedby={id}
        className={classes(shape, 'cursor-not-allowed! border border-dashed border-edge text-soft', className)}
      />
      <span id={id} className="text-small text-soft">
        {reason}
      </span>
    </span>
  )
}

/** A link that looks like a button: it goes somewhere, it doesn't do something. */
export function ButtonLink({ kind = 'primary', className, ...props }: ComponentProps<typeof Link> & { kind?: Kind }) {
  return <Link {...props} className={classes(shape, looks[kind], className)} />
}
