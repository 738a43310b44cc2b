// Runs a script with the installation's database in its environment: with-database.ts ENTRY ARGUMENT...
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { openDatabase } from './database.ts'
import { dataFolder, root } from './root.js'
import { giveUp } from './cli-output.js'

const [entry = ''] = process.argv.splice(2, 1)
const { env, embedded } = await openDatabase(dataFolder).catch(giveUp)
Object.assign(process.env, env)
await import(pathToFileURL(path.join(root, entry)).href)
await embedded?.stop()
