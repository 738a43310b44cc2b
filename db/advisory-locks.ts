/** The keys of all advisory locks. All code in a database shares the key space, so each purpose has its own key. */
export const advisoryLocks = {
  migrate: 7_310_244,
  seedDemo: 7_310_245,
  makeEmbeddedDatabase: 7_310_246,
  walkDemo: 7_310_247,
  makeTestTemplate: 7_310_248,
  /** The second key is the seller's id. */
  fileQuota: 7_310_249,
  /** The second key is the person's id. */
  savedViews: 7_310_250,
} as const
