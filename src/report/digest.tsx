import { render } from 'preact-render-to-string'
import { DigestPage } from './digest-html.js'
import type { DigestOptions } from './digest-model.js'
import { digestModel } from './digest-model.js'
import { digestText } from './digest-text.js'
import type { ComplianceReport, Digest } from './model.js'

/**
 * The deputy head's letter: coverage first, then what matters most, in one screen. It names classes and
 * teachers, never pupils or their marks.
 */
export function createDigest(report: ComplianceReport, options: DigestOptions): Digest {
  const model = digestModel(report, options)
  return {
    subject: model.subject,
    html: `<!doctype html>\n${render(<DigestPage model={model} />)}\n`,
    text: digestText(model),
  }
}
