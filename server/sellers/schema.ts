import { z } from 'zod'

/** Every zone of the IANA database that this runtime knows, by its name there. */
export const timeZones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

/** A zone of the IANA database, such as Asia/Shanghai. */
export const TimeZone = z
  .string()
  .max(64)
  .refine((name) => timeZones.includes(name), 'unknown_time_zone')
