import type { Standing } from './budget.js'

/** How fast we may ask the platform now, in a Russian sentence. */
export function paceText(standing: Standing | null): string {
  if (standing === null) return 'Запросов к платформе ещё не было.'
  const { requestsPerSecond, ceiling, quietForMs, outage } = standing
  const slowed =
    requestsPerSecond < ceiling ? ` (снижено, платформа просила реже; обычно ${rate(ceiling)})` : ''
  return [
    `Сейчас разрешено запросов в секунду: ${rate(requestsPerSecond)}${slowed}.`,
    ...(quietForMs === null ? [] : [`Платформа просила паузу: ещё ${span(quietForMs)}.`]),
    ...(outage === null
      ? []
      : [
          `Платформа недоступна уже ${span(outage.sinceMs)} (${outage.code}), ${nextProbe(outage.probeInMs)}.`,
        ]),
  ].join(' ')
}

function rate(value: number): string {
  return value.toLocaleString('ru', { maximumFractionDigits: 2 })
}

function span(ms: number): string {
  return ms < 90_000 ? `${Math.ceil(ms / 1000)} с` : `${Math.ceil(ms / 60_000)} мин`
}

function nextProbe(ms: number): string {
  return ms === 0 ? 'следующий запрос будет пробным' : `пробный запрос через ${span(ms)}`
}
