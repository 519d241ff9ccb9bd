import { type App, buildSheet } from '../../app.js'
import { canonicalJson, sheetPdf, sheetXlsx } from '../../report/index.js'
import type { SheetDeps } from '../../web/index.js'

/** What the pages of the summary sheets stand on. */
export function sheetDeps({ deps }: App): SheetDeps {
  return {
    sheet: ({ school, ...request }) => buildSheet(deps, { ...request, school: deps.school(school) }),
    async file(sheet, form) {
      if (form === 'pdf') return sheetPdf(sheet)
      if (form === 'xlsx') return sheetXlsx(sheet)
      return new TextEncoder().encode(canonicalJson(sheet))
    },
    async periods(school, classId) {
      const { periods } = await deps.mirror.directory(school)
      return periods
        .filter(period => period.classId === classId && period.type !== 'year')
        .sort((a, b) => (a.start < b.start ? -1 : 1))
        .map(({ id, name, finish }) => ({ id, name, finish }))
    },
  }
}
