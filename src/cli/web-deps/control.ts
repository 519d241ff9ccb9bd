import { type App, makeCertificate } from '../../app.js'
import { certificatePdf } from '../../report/index.js'
import type { ControlDeps } from '../../web/index.js'

export function controlDeps({ deps }: App): ControlDeps {
  return {
    deputy(school) {
      const { post, name } = deps.school(school).printing.deputy
      return name === '' ? null : `${post}, ${name}`
    },
    async certificate(school, scope, words) {
      const { certificate } = await makeCertificate(deps, school, scope, words)
      return certificatePdf(certificate)
    },
  }
}
