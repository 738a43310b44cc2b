import { getTranslations } from 'next-intl/server'
import type { Session, Store } from '#server/people/index.ts'
import { supportAddress } from '#server/platform/brand.ts'
import { paths, storePaths } from '#server/platform/paths.ts'
import { AccountMenu, menuLine, MenuLink } from '../../../_components/account-menu.tsx'

/** The person's menu on the pages of a store; to the marketplace's side too, for whoever works there. */
export async function StoreMenu({ session, store }: { session: Session; store: Store }) {
  const [t, to, support] = [await getTranslations('shell'), storePaths(store.code), supportAddress()]
  return (
    <AccountMenu session={session} zone={store.timeZone}>
      <MenuLink href={to.settings()}>{t('allSettings')}</MenuLink>
      <MenuLink href={to.security()}>{t('security')}</MenuLink>
      <MenuLink href={to.help()}>{t('help')}</MenuLink>
      <li className="max-lg:hidden">
        <button type="button" data-shortcuts className={menuLine}>
          {t('keys.open')}
        </button>
      </li>
      {support ? (
        <li>
          <a href={support} className={menuLine}>
            {t('support')}
          </a>
        </li>
      ) : null}
      {session.staff ? <MenuLink href={paths.staff()}>{t('toStaff')}</MenuLink> : null}
    </AccountMenu>
  )
}
