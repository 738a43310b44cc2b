/** Which currency a link is about, for who hears its words without what stands around them. */
export function OfCurrency({ currency }: { currency: string }) {
  return (
    <span translate="no" className="sr-only">
      ({currency})
    </span>
  )
}
