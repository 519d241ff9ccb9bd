import type { FastifyReply } from 'fastify'
import { isBridgeError } from '../../errors.js'
import { requiredLine } from '../../regulation/index.js'
import type { ReminderAbout } from '../../report/index.js'
import { addresses } from '../addresses.js'
import { sendPage, type WebContext } from '../context.js'
import { formToken, isOwnForm, tokenField } from '../csrf.js'
import { one, type Typed, typedIn, type Wrong } from '../decisions/field.js'
import { authorOf, signed } from '../decisions/signing.js'
import { OwingPage, ReminderPage } from '../pages/reminder.js'
import { type SchoolVisit, schoolRoute } from '../route.js'

interface Asked extends ReminderAbout {
  /** Null where nobody is chosen yet. */
  readonly teacher: string | null
}

/** A deputy head reminds a teacher by mail of what is still owed: the letter is looked at first. */
export function reminderRoutes(context: WebContext): void {
  const { control, findings } = context.deps
  const path = '/schools/:school/remind'
  const title = 'Напоминание'

  async function sendReminderPage(
    visit: SchoolVisit,
    { teacher, ...about }: Asked & { readonly teacher: string },
    { typed, wrong, status }: { typed: Typed; wrong: Wrong | null; status: number },
  ): Promise<FastifyReply> {
    const { request, reply, school, viewer } = visit
    const content = ReminderPage({
      ...{ school: school.id, timeZone: school.timeZone, about, teacher, typed, wrong },
      next: await control.reminder(school.id, { teacher, ...about, signedBy: signerOf(visit) }),
      sent: await control.reminders(school.id, { teacher }),
      names: await findings.names(school.id),
      quietHours: control.quietHours,
      fields: signed(viewer, []),
      token: formToken(request, reply),
    })
    return sendPage(context, reply, { school, title, status }, content)
  }

  schoolRoute(context, { path, needs: 'control' }, async visit => {
    const { request, reply, school } = visit
    const asked = askedOf(typedIn(request.query))
    const { teacher, ...about } = asked
    const fresh = { typed: new Map(), wrong: null, status: 200 }
    if (teacher !== null) return sendReminderPage(visit, { ...about, teacher }, fresh)
    const teachers = await control.owing(school.id, about)
    const [only, second] = teachers
    if (only && !second) return sendReminderPage(visit, { ...about, teacher: only.teacher }, fresh)
    return sendPage(context, reply, { school, title }, OwingPage({ school: school.id, about, teachers }))
  })

  schoolRoute(context, { method: 'POST', path, needs: 'control' }, async visit => {
    const { request, reply, school, viewer } = visit
    const typed = typedIn(request.body)
    const { teacher, ...about } = askedOf(typed)
    if (teacher === null) return reply.redirect(addresses.remind(school.id, about), 303)
    const again = (field: string, text: string, status: number) =>
      sendReminderPage(visit, { ...about, teacher }, { typed, wrong: new Map([[field, text]]), status })
    const by = requiredLine('Имя').safeParse(authorOf(viewer, typed))
    if (!by.success) return again('by', by.error.issues[0]?.message ?? '', 422)
    if (!isOwnForm(request, one(typed, tokenField)))
      return again('', 'Не отправлено: страница была открыта слишком давно. Нажмите ещё раз.', 403)
    const wish = { teacher, ...about, signedBy: signerOf(visit), by: by.data }
    try {
      await control.remind(school.id, { ...wish, seen: one(typed, 'seen') ?? '' })
    } catch (error) {
      if (isBridgeError(error, 'CHANGED_MEANWHILE'))
        return again('', `Не отправлено. ${error.message} Посмотрите ещё раз.`, 409)
      if (isBridgeError(error, 'MAIL_FAILED')) return again('', `Не отправлено. ${error.message}`, 502)
      throw error
    }
    // Whether it went just now or before, the page says so.
    return reply.redirect(addresses.remind(school.id, { teacher, ...about }), 303)
  })
}

function askedOf(typed: Typed): Asked {
  return { teacher: one(typed, 'teacher'), classId: one(typed, 'class'), entry: one(typed, 'entry') }
}

/** Whoever signs by hand does so after the letter was shown: only a known name stands in it. */
function signerOf({ viewer }: SchoolVisit): string | null {
  return viewer.account === null ? null : viewer.name
}
