/** The page of an order, by the marketplace's own id of it. */
export function orderPath(orderId: string): string {
  return `/releases/${encodeURIComponent(orderId)}`
}
