import { writeResult, writeSecret } from '../../src/cli/result-file.js'
import { BridgeError } from '../../src/errors.js'

/** A process that writes one file where it is told, and prints what it was told of that. */

const [, , kind, file = ''] = process.argv
try {
  await (kind === 'secret' ? writeSecret(file, 'тайна') : writeResult(file, 'новое'))
} catch (error) {
  if (!(error instanceof BridgeError)) throw error
  process.stdout.write(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }))
}
