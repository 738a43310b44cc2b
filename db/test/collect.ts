import v8 from 'node:v8'
import vm from 'node:vm'

/** Runs the garbage collector, so that a WeakRef shows whether its object is still retained. */
export async function collect(): Promise<void> {
  v8.setFlagsFromString('--expose-gc')
  // A WeakRef's target stays alive until the end of the current turn of the event loop.
  await new Promise((done) => setTimeout(done))
  vm.runInNewContext('gc')()
}
