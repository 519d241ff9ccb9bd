/** Commands by which a person's statement stands in for what software can't see (level D); each has a printed blank. */
export const formNames = [
  'acquaintance',
  'briefing',
  'control',
  'copy',
  'hard-copy',
  'incident',
  'order',
  'substitution',
  'trial-restore',
] as const
export type FormName = (typeof formNames)[number]

/** One demand of the regulation: which rules check it, and what no software can check, or ours doesn't yet. */
export interface Clause {
  readonly clause: string
  readonly title: string
  /** What the clause demands, in our own words. */
  readonly demand: string
  /** Ids of rules, i.e. their file names. */
  readonly rules: readonly string[]
  readonly forms: readonly FormName[]
  /** What remains unchecked and why; null when the rules cover the clause. */
  readonly unchecked: string | null
}

/** Every clause of the seed regulation, holes included; `docs/coverage.md` is made from this list. */
export const clauses: readonly Clause[] = [
  {
    clause: '1.1',
    title: 'Основание регламента',
    demand: 'Регламент опирается на два письма министерства; измеримых требований нет.',
    rules: [],
    forms: [],
    unchecked:
      'Проверять нечего: соответствие местного текста письмам и более новым актам оценивает человек. Паспорт регламента (номер, дата, приказ, письма) стоит в настройках редакции; чего в нём нет, говорят страница «Пункты», отчёт и справка.',
  },
  {
    clause: '1.2',
    title: 'Контроль, достоверность, хранение, копии',
    demand: 'Школа контролирует ведение журнала, хранит его надёжно, делает резервные и твёрдые копии.',
    rules: ['1.2-control-held', '1.2-copies-made'],
    forms: ['control', 'copy'],
    unchecked:
      'О контроле программа знает из записей школы (control), о копиях — из них (copy) и из журнала архива (archive backup); твёрдые копии — пункт 3. Правда ли то, что записано в журнале, она не видит.',
  },
  {
    clause: '2.1',
    title: 'Работа по распределению прав',
    demand: 'Каждый работает в журнале в пределах своих прав.',
    rules: ['2.1-class-teacher-set', '2.1-homework-author', '2.1-lesson-teacher-set'],
    forms: ['substitution'],
    unchecked:
      'Авторов отметок, тем и посещаемости платформа не сообщает; о замене, которой она не показывает, программа знает, только если её внесли (substitution); кто сидел за клавиатурой, не видно.',
  },
  {
    clause: '2.2',
    title: 'Разделы сформированы до 5 сентября',
    demand:
      'Администрация готовит классы, предметы, периоды и расписание до 5 сентября и следит за ними весь год.',
    rules: ['2.2-sections-formed', '2.2-sections-kept'],
    forms: [],
    unchecked: 'Совпадают ли часы с учебным планом, а списки с приказами о зачислении, программа не видит.',
  },
  {
    clause: '2.3',
    title: 'Темы уроков по календарно-тематическому плану',
    demand: 'Учитель заполняет темы уроков по плану; срока регламент не называет, его задаёт школа.',
    rules: ['2.3-hours-held', '2.3-topic-filled', '2.3-topics-by-plan'],
    forms: [],
    unchecked:
      'Темы сверяются там, где внесён план (КТП). Пройдена ли тема на самом деле, программа не видит.',
  },
  {
    clause: '2.4',
    title: 'Классный руководитель смотрит, но не правит',
    demand: 'Классный руководитель просматривает журнал класса без права редактирования.',
    rules: ['2.4-class-teacher-edits', '2.4-weekly-acquaintance'],
    forms: ['acquaintance'],
    unchecked:
      'Просмотров и авторов отметок, тем и посещаемости платформа не сообщает: об ознакомлении программа знает из записей школы (acquaintance).',
  },
  {
    clause: '2.5',
    title: 'Посещаемость отмечается ежедневно',
    demand: 'Учитель отмечает посещаемость каждого урока в тот же день.',
    rules: ['2.5-attendance-daily', '2.5-attendance-gaps', '2.5-marks-while-absent'],
    forms: [],
    unchecked:
      'Пустой урок, на котором все присутствовали, неотличим от неотмеченного: вердикт «не доказано».',
  },
  {
    clause: '2.5',
    title: 'Отметки за урок',
    demand: 'Отметки выставляются на уроке или в течение того же учебного дня.',
    rules: [
      '2.5-marks-same-day',
      '2.5-marks-in-place',
      '2.5-marks-not-changed',
      '2.5-marks-not-deleted',
      '2.5-waiting-marks-closed',
    ],
    forms: [],
    unchecked:
      'Остался ли устный ответ без отметки, программа не видит. Изменение и удаление видны, только если они пришлись между двумя чтениями; автора платформа не сообщает.',
  },
  {
    clause: '2.5',
    title: 'Отметки за письменные работы',
    demand: 'Отметки за письменную работу выставляются в день, когда закончена её проверка.',
    rules: ['2.5-edit-time-long-enough', '2.5-written-works-in-time', '2.5-written-works-marked'],
    forms: [],
    unchecked:
      'День окончания проверки нигде не записан: проверяются предельные сроки школы, если её акт внесён (written-limits) или назван в настройках. Писал ли работу ученик без отметки, программа не видит.',
  },
  {
    clause: '2.6',
    title: 'Домашнее задание',
    demand: 'Заданное на дом записывается на уроке или в течение полутора часов после уроков класса.',
    rules: [
      '2.6-homework-in-time',
      '2.6-homework-load',
      '2.6-homework-share',
      '2.6-homework-specified',
      '2.6-homework-unchanged',
    ],
    forms: [],
    unchecked:
      'Отсутствие записи не нарушение: задание могло не задаваться. Верна ли страница и что сказано вслух, программа не видит.',
  },
  {
    clause: '2.7',
    title: 'Итоговые отметки за период',
    demand:
      'Каждый ученик получает итоговую отметку, «ОСВ» или «Н/А» в последнюю неделю периода, до каникул.',
    rules: [
      '2.7-exempt-meaning',
      '2.7-final-marks-base',
      '2.7-final-marks-complete',
      '2.7-final-marks-mean',
      '2.7-final-marks-not-early',
      '2.7-final-marks-unchanged',
      '2.7-not-attested',
    ],
    forms: ['order'],
    unchecked:
      'Ещё не проверяется: отметки за год, экзаменационные и итоговые. Приказы, на которых стоят «ОСВ» и «Н/А», программа знает, только если их внесли (order).',
  },
  {
    clause: '2.8',
    title: 'Сводная ведомость',
    demand:
      'Ведомость формируется автоматически; для использования как документ её печатают, заверяют и сдают в архив.',
    rules: ['2.8-sheet-equal', '2.8-sheet-unchanged'],
    forms: ['hard-copy'],
    unchecked:
      'Что напечатана именно эта ведомость архива, говорит тот, кто печатал (hard-copy); подпись и печать стоят на бумаге. Пустые клетки — пункт 2.7.',
  },
  {
    clause: '2.9',
    title: 'Электронный архив',
    demand: 'Целостность и достоверность архива контролируются весь срок хранения.',
    rules: ['2.9-archive-intact', '2.9-copies-apart', '2.9-restore-tried'],
    forms: ['copy', 'trial-restore'],
    unchecked:
      'Достоверность записей программа не видит; о копиях и пробном восстановлении знает из журнала архива (archive backup, archive restore --trial) и из записей школы (copy, trial-restore). Формат, в котором документ прочтут и без программы, архив даёт сам.',
  },
  {
    clause: '3',
    title: 'Сроки хранения и печать к 30 июня',
    demand:
      'Журнал хранится 5 лет, сводные ведомости — 25 лет; раз в год, до 30 июня, ведомости печатают и сшивают.',
    rules: ['3-sheets-printed', '3-terms-end'],
    forms: ['hard-copy'],
    unchecked:
      'Наличие бумаги в деле программа не видит: шаги печати отмечает школа (hard-copy). О сроках хранения, которые в этом году кончаются, программа напоминает; они записаны и при каждом документе архива (retentionYears). Сама она ничего не удаляет, а по акту двух человек (archive dispose) — не раньше срока.',
  },
  {
    clause: '4.1',
    title: 'Логины и пароли не передаются',
    demand: 'Пользователь никому не передаёт свои логин и пароль.',
    rules: ['4.1-login-signs'],
    forms: [],
    unchecked:
      'Кто сидел за клавиатурой, не видно: платформа не сообщает ни сеансов, ни адресов. Признаки ищутся, только если школа этого хочет (enabled), и нарушением не считаются.',
  },
  {
    clause: '4.2',
    title: 'Конфиденциальность логинов',
    demand: 'Логины и пароли хранятся в тайне.',
    rules: ['4.2-briefing-held'],
    forms: ['briefing'],
    unchecked:
      'Хранит ли человек пароль в тайне, программа не видит; о том, что работников проинструктировали под подпись, знает из записей школы (briefing).',
  },
  {
    clause: '4.3',
    title: 'Сообщение о нарушении',
    demand: 'О нарушении доступа сообщают руководителю и службе поддержки не позднее одного рабочего дня.',
    rules: ['4.3-notice-in-time'],
    forms: ['incident'],
    unchecked:
      'О нарушении и о сообщении программа знает только из учёта инцидентов (incident), который ведёт школа.',
  },
  {
    clause: '4.4',
    title: 'Операции после сообщения недействительны',
    demand: 'Все операции под этим логином с момента получения сообщения недействительны.',
    rules: ['4.4-operations-void'],
    forms: [],
    unchecked:
      'Автора отметки, изменения и удаления платформа не сообщает: отметки, поставленные, изменённые и удалённые на уроках учителя, показаны как кандидаты, решает человек. Изменённых тем и посещаемости, удалённых работ и заданий, чужих работ и итоговых отметок правило не называет.',
  },
]
