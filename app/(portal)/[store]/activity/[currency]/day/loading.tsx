import { Bone, Figure, Line, Rows } from '../../../../../_ui/skeleton.tsx'
import { Shape } from '../../../_components/shape.tsx'

/** A day's own shape while its figures are on their way. */
export default function Loading() {
  return (
    <Shape className="gap-6">
      <div>
        <Line className="my-3 w-32" />
        <Line className="mt-4 w-40" />
        <Figure />
        <Line className="w-36" />
      </div>
      <Bone className="h-24 w-full sm:h-11 sm:w-96" />
      <Rows count={7} lines={2} />
    </Shape>
  )
}
