import type { ComponentChildren } from 'preact'

/** Where one goes on: classes, teachers, subjects, clauses by name. No figures stand here: nobody is ranked. */
export function NameList({
  title,
  items,
  empty,
  children,
}: {
  readonly title: string
  readonly items: readonly { readonly name: string; readonly note?: string; readonly address: string }[]
  readonly empty: string
  /** Under the list. */
  readonly children?: ComponentChildren
}) {
  return (
    <>
      <h1>{title}</h1>
      {items.length === 0 ? (
        <p>{empty}</p>
      ) : (
        <ul class="names">
          {items.map(({ name, note, address }) => (
            <li key={address}>
              <a href={address}>
                <bdi>{name}</bdi>
              </a>
              {note !== undefined && <small class="line">{note}</small>}
            </li>
          ))}
        </ul>
      )}
      {children}
    </>
  )
}
