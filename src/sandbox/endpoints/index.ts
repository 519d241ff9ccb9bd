import { averageRoutes } from './averages.js'
import { finalMarkRoutes } from './final-marks.js'
import { groupRoutes } from './groups.js'
import { homeworkRoutes } from './homeworks.js'
import { lessonRoutes } from './lessons.js'
import { logEntryRoutes } from './log-entries.js'
import { markRoutes } from './marks.js'
import { peopleRoutes } from './people.js'
import { recentMarkRoutes } from './recent-marks.js'
import type { Desk, Route } from './route.js'
import { scheduleRoutes } from './schedules.js'
import { schoolRoutes } from './schools.js'
import { taskRoutes } from './tasks.js'
import { userRoutes } from './users.js'
import { workRoutes } from './works.js'
import { yearRoutes } from './year.js'

export type { Asked } from './asked.js'
export { type Desk, post, type Route } from './route.js'

/** The table of endpoints. */
export function routesOf(desk: Desk): Route[] {
  return [
    userRoutes,
    schoolRoutes,
    groupRoutes,
    peopleRoutes,
    yearRoutes,
    lessonRoutes,
    scheduleRoutes,
    workRoutes,
    homeworkRoutes,
    taskRoutes,
    markRoutes,
    recentMarkRoutes,
    logEntryRoutes,
    finalMarkRoutes,
    averageRoutes,
  ].flatMap(routes => routes(desk))
}
