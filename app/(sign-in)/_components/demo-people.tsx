'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { DemoPerson } from '#server/people/index.ts'
import { signInBy } from './call.ts'
import { Problem } from './form-parts.tsx'
import { useCall } from './use-call.ts'

/** The people of the demo, each with one click. */
export function DemoPeople({ people }: { people: readonly DemoPerson[] }) {
  const [t, roles] = [useTranslations('people.signIn.demo'), useTranslations('people.team.roles')]
  const { run, pending, problem } = useCall()
  const enter = (email: string) =>
    void run(
      () => signInBy('callback/demo', { email }),
      () => {
        window.location.assign('/')
        return true
      },
    )
  return (
    <section aria-labelledby="demo" className="grid gap-3 border-t border-line pt-6">
      <div>
        <h2 id="demo" className="text-body">
          {t('title')}
        </h2>
        <p className="text-small text-soft">{t('text')}</p>
      </div>
      <Problem>{problem}</Problem>
      <ul className="grid gap-2">
        {people.map((person) => (
          <li key={person.email}>
            <button
              type="button"
              disabled={pending}
              onClick={() => enter(person.email)}
              className="grid min-h-14 w-full rounded-small border border-line bg-raised px-3 py-2 text-start hover:border-ink disabled:opacity-60"
            >
              <span className="flex items-baseline justify-between gap-3">
                <span translate="no" className="font-semibold">
                  {person.name}
                </span>
                {person.role ? <span className="text-small text-faint">{roles(person.role)}</span> : null}
              </span>
              <span translate="no" className="text-small text-soft">
                {person.stores || person.email}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Link href="/outbox" className="justify-self-start text-small text-accent underline underline-offset-4">
        {t('outbox')}
      </Link>
    </section>
  )
}
