import { compareIds, type Id, type IsoDate } from '../journal/index.js'
import { type FigureCount, type FigureDay, noFigures } from '../regulation/index.js'

/** Where something is counted. */
export type FigurePlace = Pick<FigureDay, 'classId' | 'date' | 'subjectId' | 'teacherIds'>

interface Cell extends FigurePlace {
  pupils: number | null
  readonly counts: Record<FigureCount, number>
}

/** Gathers counts by class, day, subject and teachers. */
export interface FigureCells {
  add(place: FigurePlace, count: FigureCount, by?: number): void
  /** The largest group counts. */
  group(place: FigurePlace, pupils: number): void
  /** By class, day, subject, teachers. */
  days(): FigureDay[]
}

export function figureCells(): FigureCells {
  const cells = new Map<string, Cell>()
  const zero = noFigures()
  // A lesson is a place, and a dozen things are counted there, some in a row: its key is put together once.
  const places = new Map<FigurePlace, Cell>()
  let last: { readonly place: FigurePlace; readonly cell: Cell } | undefined
  function cellOf(place: FigurePlace): Cell {
    if (last && isSame(last.place, place)) return last.cell
    const cell = places.get(place) ?? findCell(place)
    places.set(place, cell)
    last = { place, cell }
    return cell
  }
  function findCell(place: FigurePlace): Cell {
    const { classId, date, subjectId } = place
    const teacherIds = [...new Set(place.teacherIds)].sort(compareIds)
    const key = `${classId}/${date}/${subjectId ?? ''}/${teacherIds.join()}`
    const known = cells.get(key)
    const cell = known ?? { classId, date, subjectId, teacherIds, pupils: null, counts: { ...zero } }
    if (!known) cells.set(key, cell)
    return cell
  }
  return {
    add(place, count, by = 1) {
      cellOf(place).counts[count] += by
    },
    group(place, pupils) {
      const cell = cellOf(place)
      cell.pupils = Math.max(cell.pupils ?? 0, pupils)
    },
    days: () => [...cells.values()].sort(byPlace),
  }
}

/** Of one list of teachers: another that names the same is looked up. */
function isSame(a: FigurePlace, b: FigurePlace): boolean {
  return (
    a.teacherIds === b.teacherIds &&
    a.classId === b.classId &&
    a.date === b.date &&
    a.subjectId === b.subjectId
  )
}

function byPlace(a: FigurePlace, b: FigurePlace): number {
  return (
    compareIds(a.classId, b.classId) ||
    inOrder(a.date, b.date) ||
    compareIds(a.subjectId ?? '', b.subjectId ?? '') ||
    inOrder(a.teacherIds.join(), b.teacherIds.join())
  )
}

function inOrder(a: IsoDate | Id, b: IsoDate | Id): number {
  return a < b ? -1 : a > b ? 1 : 0
}
