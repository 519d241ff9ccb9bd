import { randomUUID } from 'node:crypto'
import pg from 'pg'

export interface TestDatabase {
  readonly connectionString: string
  /** Also closes connections that a test left open. */
  drop(): Promise<void>
}

/** A fresh, migrated database on the server that the whole test run shares. */
export function testDatabase(): Promise<TestDatabase> {
  return createFrom('tpl')
}

/** A fresh database without anything of ours in it. */
export function emptyDatabase(): Promise<TestDatabase> {
  return createFrom('template1')
}

async function createFrom(template: 'tpl' | 'template1'): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_SERVER
  if (server === undefined)
    throw new Error('TEST_DATABASE_SERVER is not set: run tests through jest.config.mjs')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    connectionString: url.href,
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  }
}

async function administer(connectionString: string, command: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(command)
  } finally {
    await client.end()
  }
}
