'use client'

import { useRouter } from 'next/navigation'
import { useFormatter, useTranslations } from 'next-intl'
import { Button } from '../../_ui/button.tsx'
import { verbatim } from '../../_ui/verbatim.tsx'
import { call } from '../../_ui/call.ts'
import { Problem } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'
import { deviceOf } from './device.ts'

type Line = { id: string; agent: string; address: string; seenAt: Date; current: boolean }

/** Where the person is signed in; each but this one can be ended. @param now the server's, so that both say the same "minutes ago" */
export function Sessions({ sessions, now }: { sessions: readonly Line[]; now: Date }) {
  const [t, format, router] = [useTranslations('people.security'), useFormatter(), useRouter()]
  const { run, pending, problem } = useCall()
  const name = (line: Line) => {
    const device = deviceOf(line.agent)
    return device ? t.rich('device', { system: verbatim(device.system), browser: verbatim(device.browser) }) : t('unknownDevice')
  }
  return (
    <div className="grid gap-3">
      <p className="text-small text-soft">{t('sessionsText')}</p>
      <Problem>{problem}</Problem>
      <ul className="grid rounded-large border border-line bg-raised">
        {sessions.map((line) => (
          <li key={line.id} className="flex items-center justify-between gap-4 border-b border-line px-4 py-2 last:border-0">
            <div className="min-w-0">
              <p id={`device-${line.id}`}>{name(line)}</p>
              <p className="text-small text-soft">
                {line.current ? t('current') : t('seen', { when: format.relativeTime(line.seenAt, now) })}
                {line.address ? ` · ${line.address}` : ''}
              </p>
            </div>
            {line.current ? null : (
              <Button
                kind="quiet"
                disabled={pending}
                className="shrink-0"
                id={`end-${line.id}`}
                aria-labelledby={`end-${line.id} device-${line.id}`}
                onClick={() =>
                  void run(
                    () => call((api) => api.people.endSession.mutate({ id: line.id })),
                    () => router.refresh(),
                  )
                }
              >
                {t('end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 ? (
        <Button
          kind="danger"
          disabled={pending}
          className="justify-self-start"
          onClick={() =>
            void run(
              () => call((api) => api.people.endOtherSessions.mutate()),
              () => router.refresh(),
            )
          }
        >
          {t('endAll')}
        </Button>
      ) : null}
    </div>
  )
}
