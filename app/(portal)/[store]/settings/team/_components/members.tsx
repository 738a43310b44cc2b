import { getFormatter, getTranslations } from 'next-intl/server'
import type { Team } from '#server/people/index.ts'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'
import type { OwnFactors } from '../../../../../_components/second-factor/own-factors.ts'
import { ChangeMember } from './change-member.tsx'

type Props = { members: Team['members']; me: number; zone: string; own: OwnFactors; store: string }

/** The people who have access, with what their role may do and how to change it. @param props.me the reader's own id; `store` the store's code */
export async function Members({ members, me, zone, own, store }: Props) {
  const [t, format] = await Promise.all([getTranslations('people.team'), getFormatter()])
  return (
    <ul className="grid rounded-large border border-line bg-raised">
      {members.map((member) => (
        <li
          key={member.userId}
          className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-0"
        >
          <div className="min-w-0">
            <p>
              <Verbatim>{member.name}</Verbatim> {member.userId === me ? <span className="text-small text-faint">{t('you')}</span> : null}
            </p>
            <p className="text-small break-all text-soft">
              <Verbatim>{member.email}</Verbatim>
            </p>
          </div>
          <div className="text-small sm:text-end">
            <p className="font-semibold">{t(`roles.${member.role}`)}</p>
            <p className="text-soft">{t(`rolesMean.${member.role}`)}</p>
            <p className="text-faint">{t('since', { when: format.dateTime(member.since, { dateStyle: 'medium', timeZone: zone }) })}</p>
          </div>
          {member.userId === me ? (
            <p className="w-full text-small text-soft">{t('yourself')}</p>
          ) : (
            <ChangeMember member={member} own={own} store={store} />
          )}
        </li>
      ))}
    </ul>
  )
}
