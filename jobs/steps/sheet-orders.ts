import type { Id, IsoDate } from '../../src/journal/index.js'
import {
  councilDecisionOf,
  councilDecisionText,
  homeText,
  isHomeOrder,
  orderText,
  promotionText,
  pupilOrdersOf,
} from '../../src/regulation/index.js'
import type { SheetOrders } from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'

/** What people entered of a class's pupils, in the words of its sheet; of two orders about one thing the newest by its date. */
export async function sheetOrders(
  { statements }: Pick<JobDeps, 'statements'>,
  { school, classId, studyYear }: { school: Id; classId: Id; studyYear: string },
): Promise<(pupil: Id) => SheetOrders> {
  const standing = await statements.standing(school, 'pupil-order')
  return personId => {
    const own = pupilOrdersOf(standing, { classId, studyYear, personId })
    const contents = own.map(({ content }) => content).toSorted((a, b) => byDate(a.date, b.date))
    const newest = (what: 'joined' | 'left') => {
      const found = contents.findLast(content => content.what === what)
      return found === undefined ? null : orderText({ order: found.number, date: found.date })
    }
    const home = contents.findLast(isHomeOrder)
    const council = councilDecisionOf(own)
    return {
      joined: newest('joined'),
      left: newest('left'),
      home: home === undefined ? null : homeText(home),
      council: council && councilDecisionText(council),
      promotion: council && promotionText(council),
    }
  }
}

/** Pupils whom the pedagogical council has promoted with a debt, or retained: the others' promotion settles no debt. */
export async function decidedDebts(
  { statements }: Pick<JobDeps, 'statements'>,
  { school, classId, studyYear }: { school: Id; classId: Id; studyYear: string },
): Promise<ReadonlySet<Id>> {
  const standing = await statements.standing(school, 'pupil-order')
  const about = standing.filter(
    ({ content }) =>
      content.classId === classId &&
      content.studyYear === studyYear &&
      (content.what === 'conditional' || content.what === 'retained'),
  )
  return new Set(about.flatMap(({ content }) => content.personIds))
}

function byDate(a: IsoDate, b: IsoDate): number {
  return a < b ? -1 : a > b ? 1 : 0
}
