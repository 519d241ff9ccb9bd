import { InvalidArgumentError, Option } from 'commander'

/** Options of commands that encrypt copies, and open them. */

export function recipientOption(): Option {
  return new Option(
    '--recipient <ключ>',
    'зашифровать для этого открытого ключа age (age1…); можно назвать несколько раз',
  ).argParser((text: string, others: readonly string[] = []) => {
    if (!/^age1[02-9ac-hj-np-z]{58}$/.test(text))
      throw new InvalidArgumentError('нужен открытый ключ age: age1… из 62 знаков.')
    return [...others, text]
  })
}

export function identityOption(): Option {
  return new Option('--identity <файл>', 'закрытый ключ age, для которого зашифрована копия')
}
