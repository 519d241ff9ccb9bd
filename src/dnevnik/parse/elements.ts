/**
 * The elements of a JSON list as they are written, without their braces; null unless it is a list of flat objects
 * without space between them. Such lists are long, so nothing here looks at each character, and whether the elements
 * are JSON is found out by parsing them. A text among them may look like the border of two: then there are fewer
 * objects than elements here, so whoever relies on these has to count.
 */
export function elementsOf(list: string): string[] | null {
  if (!list.startsWith('[{') || !list.endsWith('}]')) return null
  const elements = list.slice(2, -2).split('},{')
  return list.split('{').length === elements.length + 1 ? elements : null
}

/** The list of these elements, as `elementsOf` takes it apart. */
export function listOfElements(elements: readonly string[]): string {
  return elements.length === 0 ? '[]' : `[{${elements.join('},{')}}]`
}
