import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { classes } from '../../../../_ui/classes.ts'
import { Link } from '../../../../_ui/link.tsx'
import { dataIsReady } from '../../_components/hold-skeleton.ts'
import { pages } from '../../_components/page-store.ts'

const sections = ['store', 'identity', 'team', 'security'] as const

/** The frame of the settings: the way to each part, and the title of the one that is shown. */
export async function SettingsFrame({ here, title, children }: { here: (typeof sections)[number]; title: ReactNode; children: ReactNode }) {
  dataIsReady()
  const [t, shell, identity] = await Promise.all([
    getTranslations('sellers.settings'),
    getTranslations('shell'),
    getTranslations('identity'),
  ])
  const addresses = { store: pages().settings(), identity: pages().identity(), team: pages().team(), security: pages().security() }
  const names = { store: t('store'), identity: identity('title'), team: t('team'), security: shell('security') }
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-8">
      <nav aria-label={t('sections')} data-screen-only className="border-b border-line">
        <ul className="-mb-px flex flex-wrap gap-x-5">
          {sections.map((section) => (
            <li key={section}>
              <Link
                href={addresses[section]}
                aria-current={section === here ? 'page' : undefined}
                className={classes(
                  'flex min-h-11 items-center border-b-2',
                  section === here ? 'border-accent font-semibold' : 'border-transparent text-soft hover:text-ink',
                )}
              >
                {names[section]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <h1 className="text-title">{title}</h1>
      {children}
    </div>
  )
}
