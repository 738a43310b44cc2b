import { getTranslations } from 'next-intl/server'
import { logo, portalName } from '#server/platform/brand.ts'
import { apiPaths } from '#server/platform/paths.ts'

/** The portal's name, as the marketplace or the reader's language has it. */
export async function portalTitle(): Promise<string> {
  return portalName() ?? (await getTranslations('shell'))('product')
}

/** Whose portal this is: the marketplace's logo where it has given one, and the portal's name. */
export async function Brand() {
  const name = await portalTitle()
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-soft">
      {/* oxlint-disable-next-line nextjs/no-img-element -- served as it is: there is nothing to resize */}
      {logo() ? <img src={apiPaths.logo()} alt="" className="h-6 max-w-40 object-contain" /> : null}
      <span translate={portalName() === null ? undefined : 'no'}>{name}</span>
    </p>
  )
}
