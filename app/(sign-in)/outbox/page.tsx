import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { listOutbox } from '#server/notices/index.ts'
import { env } from '#server/platform/env.ts'
import { verbatim } from '../../_ui/verbatim.tsx'
import { Card } from '../_components/card.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.outbox'))('title') }
}

/** The demo's mails. Nowhere else is there such a page. */
export default async function OutboxPage() {
  if (env().PORTAL_DEMO !== 'on') notFound()
  const [mails, t, format] = await Promise.all([listOutbox(), getTranslations('people.outbox'), getFormatter()])
  return (
    <Card title={t('title')} text={t('text')}>
      {mails.length === 0 ? <p className="rounded-large border border-dashed border-line px-4 py-8 text-soft">{t('empty')}</p> : null}
      <ul className="grid gap-4">
        {mails.map((mail) => (
          <li
            key={mail.id}
            data-mail={mail.to}
            lang={mail.locale}
            className="grid gap-2 rounded-large border border-line bg-raised px-4 py-3"
          >
            <div>
              <h2 className="text-body">{mail.subject}</h2>
              <p className="text-small text-soft">
                {t.rich('to', { email: verbatim(mail.to) })} ·{' '}
                <time dateTime={mail.at.toISOString()}>{format.dateTime(mail.at, { dateStyle: 'medium', timeStyle: 'short' })}</time>
              </p>
            </div>
            <MailText text={mail.text ?? t('gone')} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** The text of a mail, its addresses being links. */
function MailText({ text }: { text: string }) {
  return text.split('\n\n').map((paragraph) => (
    <p key={paragraph} className="text-small break-words whitespace-pre-line">
      {paragraph.split(/(https?:\/\/\S+)/).map((part) =>
        /^https?:\/\//.test(part) ? (
          <a key={part} href={part} translate="no" className="break-all text-accent underline underline-offset-4">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </p>
  ))
}
