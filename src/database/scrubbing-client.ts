import pg from 'pg'
import { BridgeError, describeError } from '../errors.js'
import { errnoOf } from './embedded/failure.js'

/**
 * PostgreSQL puts the offending values into its messages ("Key (name)=(…) already exists"), and they would travel
 * into logs and job records. This client lets no such text out: what leaves it is a BridgeError with SQLSTATE and
 * the names of table and constraint.
 */
export class ScrubbingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.query = scrubbed(this.query.bind(this))
    this.connect = scrubbed(this.connect.bind(this))
    // The server may end a connection while somebody holds it and asks nothing of it (a restart, a time-out in an open
    // transaction). His next query tells him; without a listener Node would end the process first.
    this.on('error', () => undefined)
  }
}

/** Covers both ways in which pg answers: a callback as last argument (its pool does so), or a promise. */
function scrubbed<F extends (...args: never[]) => unknown>(call: F): F {
  const wrapped = (...args: unknown[]) => {
    const last = args.at(-1)
    if (typeof last === 'function') {
      args[args.length - 1] = (error: unknown, ...rest: unknown[]) =>
        last(error ? databaseError(error) : error, ...rest)
    }
    const answer = Reflect.apply(call, undefined, args)
    if (!(answer instanceof Promise)) return answer
    return answer.catch((error: unknown) => {
      throw databaseError(error)
    })
  }
  return wrapped as unknown as F
}

/** The user of the database may not do this (SQLSTATE 42501). */
export function isDatabaseRefusal(error: unknown): boolean {
  return error instanceof BridgeError && error.details.sqlState === '42501'
}

/** SQLSTATE classes that pass: connection, resources, operator's intervention, system; 40 is a lost race. */
const passing = /^(08|40|53|57|58)/

/** Any failure of a query or connection, as a BridgeError that names no data. */
export function databaseError(error: unknown): BridgeError {
  if (error instanceof BridgeError) return error
  if (!(error instanceof pg.DatabaseError)) return connectionError(error)
  const { code = '', table = null, constraint = null, column = null } = error
  const details = { sqlState: code, table, constraint, column }
  if (code.startsWith('28') || code === '3D000') {
    return new BridgeError('DATABASE_FAILED', {
      message: 'База данных отвечает, но не пускает: неверное имя, пароль или название базы.',
      hint: 'Проверьте DATABASE_URL.',
      details,
      permanent: true,
    })
  }
  if (passing.test(code)) {
    return new BridgeError('DATABASE_FAILED', {
      message: `База данных прервала работу (SQLSTATE ${code}).`,
      hint: code.startsWith('53')
        ? 'Не хватает места на диске, памяти или соединений.'
        : 'Повторите попытку.',
      details,
    })
  }
  // Class 42 is about our own SQL (an unknown column, a syntax error): its text holds no data.
  const words = code.startsWith('42') ? { words: error.message } : {}
  return new BridgeError('INTERNAL', {
    message: `База данных отвергла запрос программы (SQLSTATE ${code}${constraint === null ? '' : `, ${constraint}`}).`,
    details: { ...details, ...words },
  })
}

function connectionError(error: unknown): BridgeError {
  const code = errnoOf(error)
  return new BridgeError('DATABASE_FAILED', {
    message: `Нет связи с базой данных${code === null ? '' : ` (${code})`}.`,
    hint: 'Проверьте, что PostgreSQL запущен и адрес в DATABASE_URL верен.',
    details: { reason: describeError(error) },
    cause: error,
  })
}
