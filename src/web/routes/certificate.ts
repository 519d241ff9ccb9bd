import type { FastifyReply } from 'fastify'
import { isBridgeError } from '../../errors.js'
import { type CertificateScope, CertificateWords, dayRange, usualAim } from '../../report/index.js'
import { schoolWord } from '../addresses.js'
import { sendPage, todayOf, type WebContext } from '../context.js'
import { formToken, isOwnForm, tokenField } from '../csrf.js'
import { readPeriod, usualPeriod } from '../days.js'
import {
  complaints,
  type Field,
  filledLines,
  missing,
  one,
  type Typed,
  typedIn,
  type Wrong,
} from '../decisions/field.js'
import { refusal } from '../decisions/signing.js'
import type { SchoolNames } from '../deps/findings.js'
import { sendDownload, types } from '../download.js'
import { noteLook } from '../looks.js'
import { CertificatePage } from '../pages/certificate.js'
import { type SchoolVisit, schoolRoute } from '../route.js'
import { withItsTurn } from '../waiting.js'
import { othersFirst } from '../words.js'

interface Wish {
  readonly scope: CertificateScope
  readonly words: CertificateWords
}

/** «Справка по итогам проверки журнала»: its form, and the paper. */
export function certificateRoutes(context: WebContext): void {
  const { findings, control } = context.deps
  const path = '/schools/:school/certificate'

  async function sendForm(visit: SchoolVisit, typed: Typed, wrong: Wrong | null): Promise<FastifyReply> {
    const { request, reply, school } = visit
    const content = CertificatePage({
      school: school.id,
      fields: await fieldsFor(visit),
      ...{ typed, wrong, token: formToken(request, reply) },
    })
    const frame = { school, title: 'Справка по итогам проверки', status: wrong ? 422 : 200 } as const
    return sendPage(context, reply, frame, content)
  }

  async function fieldsFor({ school }: SchoolVisit): Promise<readonly Field[]> {
    const names = await findings.names(school.id)
    return fieldsOf(names, { deputy: control.deputy(school.id), today: todayOf(context, school) })
  }

  schoolRoute(context, { path, needs: 'control' }, visit => {
    const { class: of, ...rest } = Object.fromEntries(typedIn(visit.request.query))
    const typed = of === undefined || of.includes(schoolWord) ? rest : { ...rest, class: of }
    return sendForm(visit, new Map(Object.entries(typed)), null)
  })

  schoolRoute(context, { method: 'POST', path, needs: 'control' }, async visit => {
    const { request, reply, school } = visit
    const typed = typedIn(request.body)
    const { wish, wrong } = read(typed, await fieldsFor(visit), todayOf(context, school))
    if (wish === null) return sendForm(visit, typed, wrong)
    if (!isOwnForm(request, one(typed, tokenField))) {
      const text = 'Справка не сделана: страница была открыта слишком давно. Нажмите ещё раз.'
      return sendForm(visit, typed, new Map([['', text]]))
    }
    let bytes: Uint8Array | null = null
    const made = async () => {
      const { scope, words } = wish
      const { done } = await withItsTurn(reply, context.deps, signal =>
        control.certificate(school.id, scope, words, signal),
      )
      bytes = done
    }
    const refused = await refusal(typed, made).catch((error: unknown) => {
      if (!isBridgeError(error, 'SHEET_GLYPH', 'CLOCK_BEHIND')) throw error
      return new Map([['', error.message]])
    })
    if (refused !== null) return sendForm(visit, typed, refused)
    if (bytes === null) {
      const text = `Справка не сделана. ${othersFirst} Нажмите ещё раз через минуту.`
      return sendForm(visit, typed, new Map([['', text]]))
    }
    const { from, to, classIds } = wish.scope
    const name = `Справка по итогам проверки журнала ${dayRange(from, to)}.pdf`
    noteLook(request, { document: name, ...(classIds?.[0] && { classId: classIds[0] }) })
    return sendDownload({ reply }, { bytes, name, type: types.pdf })
  })
}

function fieldsOf(
  { classes, teachers }: SchoolNames,
  { deputy, today }: { readonly deputy: string | null; readonly today: string },
): readonly Field[] {
  const choices = (list: SchoolNames['classes']) => list.map(({ id, name }) => ({ value: id, text: name }))
  const usual = usualPeriod(today)
  const rows = 'Каждая мысль с новой строки; то, что следует из цифр, справка скажет сама'
  return [
    { kind: 'day', name: 'from', label: 'Первый день', usual: usual.from },
    { kind: 'day', name: 'to', label: 'Последний день', usual: usual.to },
    {
      kind: 'one',
      name: 'class',
      label: 'Класс',
      hint: 'Не выбран — все',
      choices: choices(classes),
      optional: true,
    },
    {
      ...{ kind: 'one', name: 'teacher', label: 'Учитель', choices: choices(teachers), optional: true },
      hint: 'Не выбран — все; выбран — только то, за что отвечает он',
    },
    { kind: 'text', name: 'number', label: 'Номер справки', optional: true },
    { kind: 'text', name: 'aim', label: 'Цель', usual: usualAim },
    {
      ...{ kind: 'text', name: 'basis', label: 'Основание', optional: true },
      hint: 'Например: план внутришкольного контроля',
    },
    {
      ...{ kind: 'text', name: 'inspector', label: 'Кто проверял', optional: true },
      hint: deputy === null ? 'Должность, имя: «Директор, П. П. Петров»' : `Пусто — ${deputy}`,
    },
    {
      ...{ kind: 'day', name: 'recheck', label: 'День повторной проверки', optional: true },
      hint: 'Пусто — линейка, чтобы вписать от руки',
    },
    { kind: 'long-text', name: 'conclusions', label: 'Свои выводы', hint: rows, optional: true },
    { kind: 'long-text', name: 'recommendations', label: 'Свои рекомендации', hint: rows, optional: true },
  ]
}

type Read = { readonly wish: Wish; readonly wrong: null } | { readonly wish: null; readonly wrong: Wrong }

function read(typed: Typed, fields: readonly Field[], today: string): Read {
  const days = readPeriod({ from: one(typed, 'from') ?? '', to: one(typed, 'to') ?? '' }, today)
  const parsed = CertificateWords.safeParse({
    number: one(typed, 'number'),
    aim: one(typed, 'aim') ?? '',
    basis: one(typed, 'basis'),
    inspector: one(typed, 'inspector'),
    recheck: one(typed, 'recheck'),
    conclusions: filledLines(typed, 'conclusions').map(({ line }) => line),
    recommendations: filledLines(typed, 'recommendations').map(({ line }) => line),
  })
  if (days.period !== null && parsed.success) {
    const classId = one(typed, 'class')
    const scope = {
      ...days.period,
      classIds: classId === null ? null : [classId],
      teacher: one(typed, 'teacher'),
    }
    return { wish: { scope, words: parsed.data }, wrong: null }
  }
  const wrong = new Map([
    ...(parsed.success ? [] : complaints(parsed.error, fields, {})),
    ...Object.entries(days.problems ?? {}),
    ...missing(fields, typed),
  ])
  return { wish: null, wrong }
}
