/** The roles that an owner gives; a store's owner comes from the marketplace. */
export const invitedRoles = ['manager', 'finance', 'viewer'] as const
