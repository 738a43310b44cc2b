import { useTranslations } from 'next-intl'
import { Icon } from '../../../../_ui/icons.tsx'

const sections = ['booking', 'release', 'refund', 'freeze', 'use', 'security', 'data', 'change'] as const

/** The terms in place, folded until they are read. */
export function Terms({ version }: { version: string }) {
  const t = useTranslations('terms')
  const open = useTranslations('sellers.open.terms')
  return (
    <details className="group">
      <summary className="flex min-h-11 list-none items-center gap-2 text-accent [&::-webkit-details-marker]:hidden">
        <span className="underline underline-offset-4">{open('read')}</span>
        <span className="text-small text-faint">{open('version', { version })}</span>
        <Icon name="down" className="size-4 text-soft group-open:rotate-180" />
      </summary>
      <div className="grid gap-4 pt-2">
        <p className="text-small text-soft">{t('lead')}</p>
        {sections.map((section) => (
          <section key={section} className="grid gap-1">
            <h3 className="text-small">{t(`sections.${section}.title`)}</h3>
            <p className="text-small text-soft">{t(`sections.${section}.text`)}</p>
          </section>
        ))}
      </div>
    </details>
  )
}
