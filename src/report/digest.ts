import { digestHtml } from './digest-html.js'
import { type DigestOptions, digestModel } from './digest-model.js'
import type { DigestNews } from './digest-news.js'
import { digestText } from './digest-text.js'
import type { ComplianceReport, Digest } from './model.js'

/**
 * The letter about a school or one of its classes: coverage first, then what the recipient doesn't know yet, in one screen.
 * It names classes and teachers, never pupils or their marks.
 */
export function createDigest(report: ComplianceReport, news: DigestNews, options: DigestOptions): Digest {
  const model = digestModel(report, news, options)
  return { subject: model.subject, html: digestHtml(model), text: digestText(model) }
}
