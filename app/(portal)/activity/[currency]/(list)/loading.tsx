import { Bone } from '../../../../_ui/skeleton.tsx'
import { Shape } from '../../../_components/shape.tsx'

/** The list's own shape while its rows are on their way. */
export default function Loading() {
  return (
    <Shape className="gap-6">
      <div className="grid gap-4">
        <Bone className="h-5 w-32" />
        <Bone className="h-10 w-56" />
        <Bone className="h-2 w-full rounded-full" />
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
          {[0, 1, 2, 3, 4, 5].map((bucket) => (
            <Bone key={bucket} className="h-14" />
          ))}
        </div>
      </div>
      <div className="grid gap-3">
        {[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((row) => (
          <Bone key={row} className="h-9 w-full" />
        ))}
      </div>
    </Shape>
  )
}
