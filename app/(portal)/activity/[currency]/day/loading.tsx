import { Bone } from '../../../../_ui/skeleton.tsx'
import { Shape } from '../../../_components/shape.tsx'

/** A day's own shape while its figures are on their way. */
export default function Loading() {
  return (
    <Shape className="gap-6">
      <div className="grid gap-2">
        <Bone className="h-11 w-32" />
        <Bone className="h-5 w-48" />
        <Bone className="h-10 w-56" />
      </div>
      <Bone className="h-11 w-full max-w-md" />
      <div className="grid gap-3">
        {[0, 1, 2, 3, 4, 5, 6].map((bucket) => (
          <Bone key={bucket} className="h-9 w-full" />
        ))}
      </div>
    </Shape>
  )
}
