// @ts-check
// Loaded first into our child processes: their standard input is a pipe from the parent, which the kernel closes when the parent
// ends, kill -9 included. A child then ends too instead of working on for nobody. CommonJS, as --require asks for.
if (require('node:worker_threads').isMainThread) {
  process.stdin.on('error', () => {}).on('close', () => process.exit(1))
  process.stdin.resume()
  process.stdin.unref?.()
}
