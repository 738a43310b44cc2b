import { Bone } from '../../_ui/skeleton.tsx'
import { Shape } from '../_components/shape.tsx'

const six = [0, 1, 2, 3, 4, 5]

/** The overview's own shape while its numbers are on their way. */
export default function Loading() {
  return (
    <Shape className="gap-8 lg:gap-10">
      <div className="grid gap-8 md:grid-cols-2 md:gap-10 lg:gap-16">
        {[0, 1].map((currency) => (
          <div key={currency} className="grid content-start gap-4">
            <Bone className="h-5 w-28" />
            <Bone className="h-10 w-56" />
            <Bone className="h-3.5 w-full rounded-full" />
            {six.map((row) => (
              <Bone key={row} className="h-7 w-full" />
            ))}
          </div>
        ))}
      </div>
      <div className="grid gap-3">
        <Bone className="h-5 w-28" />
        {six.map((row) => (
          <Bone key={row} className="h-9 w-full" />
        ))}
      </div>
    </Shape>
  )
}
