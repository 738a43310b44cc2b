'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { DemoPerson } from '#server/people/index.ts'
import { paths } from '#server/platform/paths.ts'
import { signInBy } from '../../_components/sign-in-by.ts'
import { Problem } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'

/** The people of the demo, each with one click. @param to the page that one of them wanted */
export function DemoPeople({ people, to }: { people: readonly DemoPerson[]; to: string }) {
  const t = useTranslations('people.signIn.demo')
  const [sellers, staff] = [people.filter((one) => one.staff === null), people.filter((one) => one.staff !== null)]
  const { run, pending, problem } = useCall()
  const enter = (email: string) =>
    void run(
      () => signInBy('callback/demo', { email }),
      () => {
        window.location.assign(to)
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
      {sellers.length > 0 ? <People people={sellers} pending={pending} onEnter={enter} /> : null}
      {staff.length > 0 ? (
        <>
          <h3 className="pt-2 text-small text-soft">{t('staff')}</h3>
          <People people={staff} pending={pending} onEnter={enter} />
        </>
      ) : null}
      <Link href={paths.outbox()} className="justify-self-start text-small text-accent underline underline-offset-4">
        {t('outbox')}
      </Link>
    </section>
  )
}

type PeopleProps = { people: readonly DemoPerson[]; pending: boolean; onEnter: (email: string) => void }

function People({ people, pending, onEnter }: PeopleProps) {
  const [t, staffRoles] = [useTranslations('people.team.roles'), useTranslations('staff.roles')]
  const roleOf = ({ role, staff }: DemoPerson) => (staff ? staff.map((one) => staffRoles(one)).join(' · ') : role && t(role))
  return (
    <ul className="grid gap-2">
      {people.map((person) => (
        <li key={person.email}>
          <button
            type="button"
            disabled={pending}
            onClick={() => onEnter(person.email)}
            className="grid min-h-14 w-full rounded-small border border-line bg-raised px-3 py-2 text-start hover:border-ink disabled:opacity-60"
          >
            <span className="flex items-baseline justify-between gap-3">
              <span translate="no" className="font-semibold">
                {person.name}
              </span>
              <span className="text-small text-faint">{roleOf(person)}</span>
            </span>
            <span translate="no" className="text-small text-soft">
              {person.stores || person.email}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
