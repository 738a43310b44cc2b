/** Something in a seller's books that does not follow from what was booked; `what` names the part that differs. `currency` is empty where none is known. */
export type Break = { readonly sellerId: number; readonly currency: string; readonly what: string }
