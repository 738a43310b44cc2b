import { defineConfig } from 'drizzle-kit'

/** drizzle-kit makes migrations from db/schema (CONTRIBUTING.md, "Change a table"); it never talks to a database. */
export default defineConfig({ dialect: 'postgresql', schema: './db/schema/*.ts', out: './db/migrations' })
