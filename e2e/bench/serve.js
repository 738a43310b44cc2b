// @ts-check
// Serves the built portal in `argv[2]` on PORT; ends with the process that started it.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.argv[2] ?? '.'
process.chdir(folder)
process.once('disconnect', () => process.exit(1))
const { serve } = await import(pathToFileURL(path.resolve('bin/serve.js')).href)
await serve({ dev: false, port: Number(process.env.PORT), hosts: ['127.0.0.1'] })
process.send?.('ready')
