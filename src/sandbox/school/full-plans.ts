import { type SubjectPlan, subjectPlans } from './subjects.js'

/** What a full life teaches beyond the plain plan: as many hours as the sanitary rules allow, more in subgroups. */

const changes: Readonly<Record<string, (plan: SubjectPlan) => Partial<SubjectPlan>>> = {
  'Русский язык': ({ hours }) => ({ hours: { ...hours, 10: 3, 11: 3 } }),
  Алгебра: ({ hours }) => ({ hours: { ...hours, 10: 5, 11: 5 } }),
  Физика: ({ hours }) => ({ hours: { ...hours, 10: 5, 11: 5 } }),
  Информатика: ({ hours }) => ({ hours: { ...hours, 5: 1, 6: 1 }, subgroupsFrom: 5 }),
  'Труд (технология)': () => ({ subgroupsFrom: 5 }),
  'Физическая культура': ({ hours }) => ({
    hours: Object.fromEntries(Object.entries(hours).map(([grade, lessons]) => [grade, lessons + 1])),
  }),
}

export const fullPlans: readonly SubjectPlan[] = [
  ...subjectPlans.map(plan => ({ ...plan, ...changes[plan.name]?.(plan) })),
  {
    name: 'Индивидуальный проект',
    knowledgeArea: 'Проектная деятельность',
    department: 'информатика',
    hours: { 10: 1, 11: 1 },
    halfYear: true,
    homework: 0.2,
    practical: true,
  },
]
