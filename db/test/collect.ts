import v8 from 'node:v8'
import vm from 'node:vm'

/** Frees what nothing holds any more: afterwards a WeakRef tells whether something still does. */
export async function collect(): Promise<void> {
  v8.setFlagsFromString('--expose-gc')
  // What a turn of the event loop made or looked at lives until its end.
  await new Promise((done) => setTimeout(done))
  vm.runInNewContext('gc')()
}
