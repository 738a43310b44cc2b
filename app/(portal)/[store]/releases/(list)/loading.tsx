import { Bone, Line, Rows } from '../../../../_ui/skeleton.tsx'
import { Shape } from '../../_components/shape.tsx'

/** The list's own shape while its rows are on their way. */
export default function Loading() {
  return (
    <Shape className="gap-6">
      <div className="grid gap-3 sm:flex sm:items-end sm:justify-between">
        <div>
          <Bone className="my-1 h-6 w-24" />
          <Line className="w-72 max-w-full" />
          <Line className="my-3.5 w-40" />
        </div>
        <Bone className="h-11 w-full sm:w-80" />
      </div>
      <div className="grid grid-cols-2 gap-2 md:grid-cols-5">
        {[0, 1, 2, 3, 4].map((list) => (
          <Bone key={list} className="h-24" />
        ))}
      </div>
      <Bone className="h-11 w-full md:h-16" />
      <Rows count={10} />
    </Shape>
  )
}
