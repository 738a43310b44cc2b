import { z } from 'zod'
import { isCurrency } from './currency.ts'

/** A currency in circulation. */
export const CurrencyCode = z.string().refine(isCurrency)
