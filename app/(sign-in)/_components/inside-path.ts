/** An address inside the portal that a page was asked to return to; anything else is the overview. */
export function insidePath(next: string | null | undefined): string {
  return next && /^\/(?![/\\])[\w\-./?=&%]*$/.test(next) ? next : '/'
}
