import { russianDateTime } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import type { BackupReport } from '../../src/archive/index.js'
import type { BridgeError } from '../../src/errors.js'
import type { CopyState } from '../../src/runs/index.js'
import type { CopySetting, JobDeps } from '../deps.js'
import { dayOf, tellAdministrators } from './tell-administrators.js'

type Place = Pick<CopySetting, 'folder' | 'place'>

const placed = ({ folder, place }: Place) => (place === '' ? folder : `${folder} (${place})`)

/** In UTC: the copies are those of all schools, whatever their zones. */
const when = (at: Instant) => `${russianDateTime(at, 'UTC')} UTC`

export async function tellFailed(
  deps: JobDeps,
  { state, problem, ...place }: Place & { readonly state: CopyState; readonly problem: BridgeError },
): Promise<void> {
  const { madeAt, failingSince } = state
  await tellAdministrators(deps, {
    kind: 'copy-failed',
    key: [dayOf(deps), place.folder],
    subject: `Резервная копия электронного журнала не сделана: ${place.folder}`,
    lines: [
      `Копия в ${placed(place)} не сделана. ${problem.title}: ${problem.message}`,
      ...(problem.hint === null ? [] : [`Что делать: ${problem.hint}`]),
      madeAt === null
        ? 'Целой копии в этой папке ещё не было.'
        : `Последняя целая копия в этой папке сделана ${when(madeAt)}.`,
      ...(failingSince === null ? [] : [`Не получается с ${when(failingSince)}.`]),
      'Прежняя копия цела или осталась как была: неудача её не портит. Сделать копию сейчас, не дожидаясь ночи: «dnevnik-bridge backup».',
      'Пока копия не сделана, это письмо приходит после каждой попытки; когда получится, придёт ещё одно.',
    ],
  })
}

export async function tellMended(
  deps: JobDeps,
  { failingSince, ...place }: Place & { readonly failingSince: Instant; readonly archive: BackupReport },
): Promise<void> {
  await tellAdministrators(deps, {
    kind: 'copy-mended',
    key: [failingSince, place.folder],
    subject: `Резервная копия электронного журнала снова делается: ${place.folder}`,
    lines: [
      `Копия в ${placed(place)} сделана, прочитана целиком и цела. Не получалось с ${when(failingSince)}.`,
      `Контрольная точка копии: ${place.archive.upto}:${place.archive.uptoHead}`,
    ],
  })
}

export async function tellNone(deps: JobDeps): Promise<void> {
  await tellAdministrators(deps, {
    kind: 'copy-none',
    key: ['once'],
    subject: 'У электронного журнала нет резервных копий',
    lines: [
      'Программа хранит архив отчётов и ведомостей и базу данных только на своём диске. Если он сломается, пропадёт всё, и того, что внесли люди, больше нигде нет.',
      'Что делать: подключите другой диск, назовите в bridge.yaml папку на нём (archive.copies, образец в config/example.yaml), перезапустите программу и начните копию: «dnevnik-bridge backup --begin». Дальше копии делаются каждую ночь сами. Сама программа незнакомую папку не выбирает.',
      'Отдельно сохраните то, чего в копиях нет: bridge.yaml и secrets/archive-key.pem.',
      'Это письмо приходит один раз; то же говорит «dnevnik-bridge doctor».',
    ],
  })
}
