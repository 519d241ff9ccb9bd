/** What is taught: weekly hours by grade, who teaches it, and how it is marked. */

export interface SubjectPlan {
  readonly name: string
  readonly knowledgeArea: string
  /** Teachers of one department teach all its subjects of a class. */
  readonly department: string
  /** Lessons a week by grade. */
  readonly hours: Readonly<Record<number, number>>
  readonly halfYear?: boolean
  /** Taught in two subgroups from this grade. */
  readonly subgroupsFrom?: number
  /** Share of lessons with homework. */
  readonly homework?: number
  /** No written control works. */
  readonly practical?: boolean
}

function grades(from: number, to: number, hours: number): Record<number, number> {
  const table: Record<number, number> = {}
  for (let grade = from; grade <= to; grade++) table[grade] = hours
  return table
}

const letters = 'Русский язык и литература'
const mathematics = 'Математика и информатика'
const society = 'Общественно-научные предметы'
const nature = 'Естественно-научные предметы'

export const subjectPlans: readonly SubjectPlan[] = [
  {
    name: 'Русский язык',
    knowledgeArea: letters,
    department: 'словесность',
    hours: { ...grades(1, 6, 5), ...grades(7, 7, 4), ...grades(8, 9, 3), ...grades(10, 11, 2) },
  },
  {
    name: 'Литературное чтение',
    knowledgeArea: letters,
    department: 'словесность',
    hours: grades(1, 4, 4),
  },
  {
    name: 'Литература',
    knowledgeArea: letters,
    department: 'словесность',
    hours: { ...grades(5, 6, 3), ...grades(7, 8, 2), ...grades(9, 11, 3) },
  },
  {
    name: 'Английский язык',
    knowledgeArea: 'Иностранные языки',
    department: 'английский язык',
    hours: { ...grades(2, 4, 2), ...grades(5, 11, 3) },
    subgroupsFrom: 1,
  },
  {
    name: 'Математика',
    knowledgeArea: mathematics,
    department: 'математика',
    hours: { ...grades(1, 4, 4), ...grades(5, 6, 5) },
  },
  {
    name: 'Алгебра',
    knowledgeArea: mathematics,
    department: 'математика',
    hours: { ...grades(7, 9, 3), ...grades(10, 11, 4) },
  },
  { name: 'Геометрия', knowledgeArea: mathematics, department: 'математика', hours: grades(7, 11, 2) },
  {
    name: 'Вероятность и статистика',
    knowledgeArea: mathematics,
    department: 'математика',
    hours: grades(7, 11, 1),
  },
  { name: 'Информатика', knowledgeArea: mathematics, department: 'информатика', hours: grades(7, 11, 1) },
  { name: 'Окружающий мир', knowledgeArea: society, department: 'начальные классы', hours: grades(1, 4, 2) },
  { name: 'История', knowledgeArea: society, department: 'история', hours: grades(5, 11, 2) },
  {
    name: 'Обществознание',
    knowledgeArea: society,
    department: 'история',
    hours: { ...grades(6, 9, 1), ...grades(10, 11, 2) },
  },
  {
    name: 'География',
    knowledgeArea: nature,
    department: 'география',
    hours: { ...grades(5, 6, 1), ...grades(7, 9, 2), ...grades(10, 11, 1) },
  },
  {
    name: 'Биология',
    knowledgeArea: nature,
    department: 'биология',
    hours: { ...grades(5, 7, 1), ...grades(8, 9, 2), ...grades(10, 11, 1) },
  },
  {
    name: 'Физика',
    knowledgeArea: nature,
    department: 'физика',
    hours: { ...grades(7, 8, 2), ...grades(9, 11, 3) },
  },
  { name: 'Химия', knowledgeArea: nature, department: 'химия', hours: grades(8, 11, 2) },
  {
    name: 'Основы духовно-нравственной культуры народов России',
    knowledgeArea: society,
    department: 'история',
    hours: grades(5, 6, 1),
    halfYear: true,
    homework: 0.3,
    practical: true,
  },
  {
    name: 'Музыка',
    knowledgeArea: 'Искусство',
    department: 'музыка',
    hours: grades(1, 8, 1),
    halfYear: true,
    homework: 0.15,
    practical: true,
  },
  {
    name: 'Изобразительное искусство',
    knowledgeArea: 'Искусство',
    department: 'искусство и труд',
    hours: grades(1, 7, 1),
    halfYear: true,
    homework: 0.2,
    practical: true,
  },
  {
    name: 'Труд (технология)',
    knowledgeArea: 'Технология',
    department: 'искусство и труд',
    hours: { ...grades(1, 4, 1), ...grades(5, 7, 2), ...grades(8, 9, 1) },
    homework: 0.2,
    practical: true,
  },
  {
    name: 'Физическая культура',
    knowledgeArea: 'Физическая культура',
    department: 'физкультура',
    hours: grades(1, 11, 2),
    homework: 0.1,
    practical: true,
  },
  {
    name: 'Основы безопасности и защиты Родины',
    knowledgeArea: 'Основы безопасности',
    department: 'безопасность',
    hours: grades(8, 11, 1),
    homework: 0.4,
    practical: true,
  },
]

/** Departments whose subjects the class teacher of grades 1 to 4 doesn't teach. */
export const specialists: ReadonlySet<string> = new Set(['английский язык', 'физкультура', 'музыка'])
