import { Missing } from '../_ui/missing.tsx'

/** An order, an entry or an address that isn't there, within the frame: the way on stays where it was. */
export default function NotFound() {
  return <Missing />
}
