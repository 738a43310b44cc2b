import { useTranslations } from 'next-intl'
import type { Store } from '#server/people/index.ts'
import { Icon } from '../../../_ui/icons.tsx'
import { Menu } from '../../../_ui/menu.tsx'
import { Status } from './status.tsx'
import { StoreLink } from './store-link.tsx'

/**
 * The store whose money is shown, and links to the same page of the person's other stores. A store whose role came from a sign-on's claim
 * is listed only in a session that began by that provider's sign-on, so after a password the list may be shorter.
 */
export function StoreSwitch({ stores, shown }: { stores: readonly Store[]; shown: Store }) {
  const t = useTranslations('shell')
  const face = (
    <span className="grid min-w-0 flex-1 text-start">
      <span translate="no" className="truncate font-semibold lg:line-clamp-2 lg:whitespace-normal">
        {shown.name}
      </span>
      <Status status={shown.status} />
    </span>
  )
  if (stores.length < 2) return <div className="flex min-h-11 min-w-0 items-center px-2 lg:px-3">{face}</div>
  return (
    <Menu
      place="top-full start-0 mt-1"
      className="min-w-0"
      face={
        <>
          {face}
          <span className="sr-only">{t('switchStore')}</span>
          <Icon name="down" className="text-soft" />
        </>
      }
    >
      <p className="px-2 pt-1 pb-2 text-small text-faint">{t('stores')}</p>
      <ul className="grid gap-0.5">
        {stores.map((store) => (
          <li key={store.code}>
            <StoreLink
              code={store.code}
              current={store.code === shown.code}
              className="flex min-h-11 w-full items-center justify-between gap-3 rounded-small px-2 py-1 text-start hover:bg-sunken"
            >
              <span className="grid min-w-0">
                <span translate="no" className="truncate">
                  {store.name}
                </span>
                <Status status={store.status} />
              </span>
              {store.code === shown.code ? (
                <>
                  <Icon name="check" className="text-accent" />
                  <span className="sr-only">{t('chosen')}</span>
                </>
              ) : null}
            </StoreLink>
          </li>
        ))}
      </ul>
    </Menu>
  )
}
