import { classes } from './classes.ts'
import { Link } from './link.tsx'

type Option = { readonly key: string; readonly href: string; readonly label: string; readonly chosen: boolean }

/** A few choices side by side that live in the address, so that what was chosen can be shared: currency, range. */
export function LinkChoice({ label, options }: { label: string; options: readonly Option[] }) {
  return (
    <nav aria-label={label} data-screen-only>
      <ul className="inline-flex max-w-full flex-wrap rounded-small bg-sunken p-0.5">
        {options.map((option) => (
          <li key={option.key}>
            <Link
              href={option.href}
              scroll={false}
              aria-current={option.chosen ? 'page' : undefined}
              className={classes(
                'flex min-h-10 items-center rounded-[5px] px-3 whitespace-nowrap sm:px-4',
                option.chosen ? 'bg-pressed font-semibold' : 'text-soft hover:text-ink',
              )}
            >
              {option.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
