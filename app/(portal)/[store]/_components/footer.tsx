import { getTranslations } from 'next-intl/server'
import type { StorePaths } from '#server/platform/paths.ts'
import { Link } from '../../../_ui/link.tsx'
import { Support } from '../../../_ui/support.tsx'

const line = 'inline-flex min-h-11 items-center text-small text-soft underline underline-offset-4 hover:text-ink'

/** At the end of every page: the answers, and the marketplace's people. */
export async function Footer({ to }: { to: StorePaths }) {
  const t = await getTranslations('shell')
  return (
    <footer data-screen-only className="mt-12 flex flex-wrap gap-x-6 border-t border-line pt-3">
      <Link href={to.help()} className={line}>
        {t('help')}
      </Link>
      <Support className={line} />
    </footer>
  )
}
