import { Bone } from '../../../_ui/skeleton.tsx'
import { Shape } from '../../_components/shape.tsx'

/** The list's own shape while its rows are on their way. */
export default function Loading() {
  return (
    <Shape className="gap-6">
      <Bone className="h-14 w-full sm:w-96" />
      <div className="grid grid-cols-2 gap-2 md:grid-cols-5">
        {[0, 1, 2, 3, 4].map((list) => (
          <Bone key={list} className="h-24" />
        ))}
      </div>
      <Bone className="h-9 w-full" />
      <div className="grid gap-3">
        {[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((row) => (
          <Bone key={row} className="h-10 w-full" />
        ))}
      </div>
    </Shape>
  )
}
