import { Bone } from '../../_ui/skeleton.tsx'
import { Shape } from '../_components/shape.tsx'

/** The calendar's own shape while it is reckoned. */
export default function Loading() {
  return (
    <Shape className="max-w-4xl gap-6">
      <div className="flex flex-wrap justify-between gap-3">
        <Bone className="h-8 w-40" />
        <Bone className="h-11 w-80 max-w-full" />
      </div>
      <div className="grid gap-3">
        <Bone className="h-4 w-36" />
        <Bone className="h-11 w-56" />
        <div className="grid gap-2 sm:grid-cols-3">
          {[0, 1, 2].map((series) => (
            <Bone key={series} className="h-11" />
          ))}
        </div>
      </div>
      <Bone className="h-44 w-full" />
      {[0, 1, 2, 3, 4, 5].map((day) => (
        <Bone key={day} className="h-10 w-full" />
      ))}
    </Shape>
  )
}
