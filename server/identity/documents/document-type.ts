// Which documents people of a region have, and which pages of them are uploaded.

export const regions = ['CN', 'HK', 'MO', 'TW', 'other'] as const
export type Region = (typeof regions)[number]

export const documentTypes = ['resident_id', 'hk_mo_permit', 'taiwan_permit', 'residence_permit', 'passport', 'foreign_pr_card'] as const
export type DocumentType = (typeof documentTypes)[number]

/** Documents that a person of a region proves their identity with. */
export const typesOf: Record<Region, readonly DocumentType[]> = {
  CN: ['resident_id'],
  HK: ['hk_mo_permit', 'residence_permit'],
  MO: ['hk_mo_permit', 'residence_permit'],
  TW: ['taiwan_permit', 'residence_permit'],
  other: ['passport', 'foreign_pr_card'],
}

export const documentPages = ['front', 'back', 'info', 'entry_stamp'] as const
export type DocumentPage = (typeof documentPages)[number]

/** Pages to upload, in order. */
export const pagesOf: Record<DocumentType, readonly DocumentPage[]> = {
  resident_id: ['front', 'back'],
  hk_mo_permit: ['info'],
  taiwan_permit: ['info'],
  residence_permit: ['front', 'back'],
  passport: ['info', 'entry_stamp'],
  foreign_pr_card: ['front', 'back'],
}
