import { written } from '../../report/index.js'

interface Props {
  /** From 1. */
  readonly page: number
  readonly count: number
  readonly perPage: number
  readonly to: (page: number) => string
}

/** Ways to the list's other pages; nothing where all of it stands on one. */
export function PageLinks({ page, count, perPage, to }: Props) {
  const last = Math.max(1, Math.ceil(count / perPage))
  if (last === 1) return null
  return (
    <nav class="pages" aria-label="Страницы списка">
      {page > 1 && <a href={to(page - 1)}>Предыдущая</a>}
      <span>
        Страница {written(page)} из {written(last)}
      </span>
      {page < last && <a href={to(page + 1)}>Следующая</a>}
    </nav>
  )
}
