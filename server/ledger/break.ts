/** Something in a seller's books that does not follow from what was booked; `what` names the part that differs. */
export type Break = { readonly sellerId: number; readonly currency: string; readonly what: string }
