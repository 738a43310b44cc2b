import { z } from 'zod'

/** The marketplace's names of sellers, orders, lines and events; `.` and `..` would be no names in an address. */
export const idPattern = /^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,64}$/

/** Such a name where somebody asks for it: any other text names nothing, and the database isn't asked. */
export const MarketplaceId = z.string().regex(idPattern)
