export type { Bell, Calendar, CalendarFacts, DayRange, IsoDate, Weekday } from './calendar.js'
export type { Outage } from './outages.js'
export { createCalendar, isTimeZone } from './school-calendar.js'
export { parseInstant, readPlatformStamp, russianDate, russianDateTime } from './stamps.js'
