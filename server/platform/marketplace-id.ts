import { z } from 'zod'

/** The marketplace's names of sellers, orders, lines and events. */
export const idPattern = /^[A-Za-z0-9._:-]{1,64}$/

/** Such a name where somebody asks for it: any other text names nothing, and the database isn't asked. */
export const MarketplaceId = z.string().regex(idPattern)
