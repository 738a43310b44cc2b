import { Bone, Figure, Line, Rows } from '../../../../../_ui/skeleton.tsx'
import { Shape } from '../../../_components/shape.tsx'

/** The list's own shape while its rows are on their way. */
export default function Loading() {
  return (
    <Shape className="gap-6">
      <div className="grid gap-4">
        <div>
          <Line className="w-24" />
          <Figure />
          <Bone className="mt-3 h-11 w-32 sm:hidden" />
        </div>
        <Bone className="h-2 w-full rounded-full" />
        <Line className="w-48" />
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 xl:grid-cols-6">
          {[0, 1, 2, 3, 4, 5].map((bucket) => (
            <Bone key={bucket} className="h-14" />
          ))}
        </div>
      </div>
      <div className="grid gap-3">
        <Bone className="h-9 w-full rounded-full sm:w-96" />
        <Bone className="h-11 w-full sm:w-96" />
        <Bone className="h-11 w-full" />
      </div>
      <Rows count={10} />
    </Shape>
  )
}
