/** The browser behind a call, as the sign-in gate sees it. */
export type Browser = {
  /** '' where it is not known. */
  readonly address: string
  readonly agent: string
  /** Tokens of the cookies it sent. */
  readonly sessionToken: string | null
  readonly deviceToken: string | null
}

/** What is to be put into the browser's cookies; null leaves one as it is. */
export type SessionTokens = { readonly session: string; readonly device: string | null }
