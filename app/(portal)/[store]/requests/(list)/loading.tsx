import { Bone } from '../../../../_ui/skeleton.tsx'
import { Shape } from '../../_components/shape.tsx'

/** The cards' own shape while they are on their way. */
export default function Loading() {
  return (
    <Shape className="max-w-3xl gap-6">
      <Bone className="h-8 w-48" />
      {[0, 1, 2].map((card) => (
        <Bone key={card} className="h-40 w-full" />
      ))}
    </Shape>
  )
}
