/** The address of the page on which a request is the first, scrolled to it. */
export const requestPath = (id: string) => `/requests?at=${id}#${id}`
