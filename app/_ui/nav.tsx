'use client'

import { Link } from './link.tsx'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type NavItem = {
  readonly href: string
  /** Pages at and under these paths belong to the item too; without any only the very page does. */
  readonly under?: readonly string[]
  readonly label: string
  readonly icon: ReactNode
  /** How many things wait there. */
  readonly badge?: ReactNode
}

/** Where one can go: a rail on a desk, a bar at the thumb on a phone. */
export function Nav({ label, items, place }: { label: string; items: readonly NavItem[]; place: 'rail' | 'bar' }) {
  const path = usePathname()
  return (
    <nav aria-label={label}>
      <ul className={place === 'rail' ? 'grid gap-1' : 'flex justify-around'}>
        {items.map((item) => {
          const here = item.under?.some((at) => path === at || path.startsWith(`${at}/`)) ?? path === item.href
          return (
            <li key={item.href}>
              <Link
                href={item.href}
                aria-current={here ? 'page' : undefined}
                className={classes(
                  place === 'rail'
                    ? 'flex min-h-10 items-center gap-3 rounded-small px-3 hover:bg-sunken'
                    : 'flex min-h-14 min-w-20 flex-col items-center justify-center gap-0.5 px-2 text-small',
                  here ? 'font-semibold text-ink' : 'text-soft',
                  here && place === 'rail' && 'bg-sunken',
                )}
              >
                {item.icon}
                {item.badge ? (
                  <span className={classes('flex items-center gap-1.5', place === 'rail' && 'flex-1 justify-between')}>
                    {item.label}
                    {item.badge}
                  </span>
                ) : (
                  item.label
                )}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

/** A number beside a way to go; none is not shown. */
export function NavBadge({ count }: { count: number | null }) {
  if (!count) return null
  return <span className="figures rounded-full bg-accent px-1.5 text-[0.75rem] leading-5 font-semibold text-on-accent">{count}</span>
}
