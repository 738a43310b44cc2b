/** The numbers of all advisory locks: they share one space in a database, so each purpose has its own. */
export const advisoryLocks = {
  migrate: 7_310_244,
  seedDemo: 7_310_245,
  makeEmbeddedDatabase: 7_310_246,
  walkDemo: 7_310_247,
  makeTestTemplate: 7_310_248,
  /** With the seller's id. */
  fileQuota: 7_310_249,
  /** With the person's id. */
  savedViews: 7_310_250,
} as const
