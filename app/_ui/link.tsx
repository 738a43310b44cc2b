'use client'

import NextLink from 'next/link'
import { type ComponentProps, useState } from 'react'

/**
 * A link within the portal. It is fetched ahead once somebody points at it or tabs to it, not when it is merely seen: a page
 * of figures holds dozens of links, and each live refresh would fetch all of them again.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) {
  const [meant, setMeant] = useState(false)
  const mean = () => setMeant(true)
  return <NextLink {...props} prefetch={meant ? null : false} onPointerEnter={mean} onFocus={mean} onTouchStart={mean} />
}
