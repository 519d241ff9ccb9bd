import { z } from 'zod'
import { topicFilled } from './rules/2.3-topic-filled.js'
import { attendanceDaily } from './rules/2.5-attendance-daily.js'
import { marksSameDay } from './rules/2.5-marks-same-day.js'
import { homeworkInTime } from './rules/2.6-homework-in-time.js'
import { finalMarksComplete } from './rules/2.7-final-marks-complete.js'

/**
 * The regulation as data: what a school may set. Everything has a default, so that `{}` is the seed regulation;
 * descriptions are Russian, because they become comments of the configuration file.
 */
export const RegulationSchema = z
  .strictObject({
    title: z
      .string()
      .min(1)
      .default('Регламент ведения электронного журнала')
      .describe('Название регламента, как оно стоит в приказе'),
    edition: z.string().min(1).default('исходная редакция').describe('Редакция: номер и дата приказа'),
    stamps: z
      .enum(['uncalibrated', 'utc', 'local', 'moscow'])
      .default('uncalibrated')
      .describe(
        'Часовой пояс отметок времени платформы: uncalibrated — не проверен (тогда отметка может доказать, что успели, но не что опоздали), utc, local — пояс школы, moscow. Указывайте пояс только после обеих проверок: в каком поясе платформа ставит отметки и что правка записи их не меняет; обе делает команда calibrate stamps, и доказанное ею действует, пока здесь uncalibrated',
      ),
    rules: z
      .strictObject({
        '2.3-topic-filled': topicFilled.settings.prefault({}).describe(topicFilled.title),
        '2.5-attendance-daily': attendanceDaily.settings.prefault({}).describe(attendanceDaily.title),
        '2.5-marks-same-day': marksSameDay.settings.prefault({}).describe(marksSameDay.title),
        '2.6-homework-in-time': homeworkInTime.settings.prefault({}).describe(homeworkInTime.title),
        '2.7-final-marks-complete': finalMarksComplete.settings
          .prefault({})
          .describe(finalMarksComplete.title),
      })
      .prefault({})
      .describe('Настройки правил; имя правила — пункт регламента и суть'),
  })
  .prefault({})

export type RegulationSettings = z.infer<typeof RegulationSchema>

/** The seed regulation with nothing changed. */
export const defaultRegulation: RegulationSettings = RegulationSchema.parse({})
