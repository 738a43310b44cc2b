// @ts-check
// Loaded first into our child processes, so that a child ends when its parent ends. The child's standard input is a pipe from the parent,
// which the kernel closes even after kill -9. CommonJS, because --require needs it.
if (require('node:worker_threads').isMainThread) {
  process.stdin.on('error', () => {}).on('close', () => process.exit(1))
  process.stdin.resume()
  process.stdin.unref?.()
}
