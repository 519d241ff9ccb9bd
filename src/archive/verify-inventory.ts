import { join } from 'node:path'
import { sha512 } from './digest.js'
import { sidecarName } from './inventory.js'
import { bytesOf } from './log.js'
import { isUnreadable } from './trouble.js'

/** One such file doesn't end the check: the others are still to be looked at. */
export const unreadable = { code: 'FILE_UNREADABLE', text: 'Файл не читается' }

interface InventoryFault {
  readonly code: string
  /** `inventory.json` or its sidecar. */
  readonly name: string
  readonly text: string
}

interface Signed {
  /** Digests that the signed log allows, one or, during a write, two. */
  readonly digests: readonly string[]
  /** For an object's root copies: the folder of the version that they must equal. */
  readonly root?: string
}

/**
 * An inventory and its sidecar against the signed log. Somebody who rewrites both consistently satisfies OCFL,
 * but not the log.
 */
export async function checkInventoryPair(folder: string, signed: Signed): Promise<InventoryFault[]> {
  const faults: InventoryFault[] = []
  const fault = (code: string, name: string, text: string) => faults.push({ code, name, text })
  const isFaulty = (name: string) => faults.some(known => known.name === name)
  const read = async (name: string) => {
    try {
      return await bytesOf(join(folder, name))
    } catch (error) {
      if (!isUnreadable(error)) throw error
      fault(unreadable.code, name, unreadable.text)
      return null
    }
  }
  const inventory = await read('inventory.json')
  const sidecar = (await read(sidecarName))?.toString('utf8') ?? null
  const digest = inventory === null ? null : sha512(inventory)

  const stated =
    sidecar === null ? null : (/^([0-9a-f]{128})[ \t]+inventory\.json\n$/.exec(sidecar)?.[1] ?? '')
  if (isFaulty(sidecarName)) {
    // Told already.
  } else if (stated === null) fault('E058', sidecarName, 'Нет файла с контрольной суммой описи')
  else if (stated === '') fault('E061', sidecarName, 'Файл с контрольной суммой описи записан неверно')

  if (digest === null) {
    if (isFaulty('inventory.json')) return faults
    fault(signed.root === undefined ? 'INVENTORY_MISSING' : 'E063', 'inventory.json', 'Нет описи')
    return faults
  }
  if (signed.digests.includes(digest)) {
    if (stated !== null && stated !== '' && !signed.digests.includes(stated)) {
      fault('E060', sidecarName, 'Контрольная сумма не от этой описи')
    }
    return faults
  }
  if (stated !== digest) fault('E060', 'inventory.json', 'Опись изменена: контрольная сумма не сходится')
  else if (signed.root !== undefined && !(await sameInventory(inventory, signed.root))) {
    fault('E064', 'inventory.json', 'Опись объекта не та, что у его последней версии')
  } else fault('INVENTORY_REWRITTEN', 'inventory.json', 'Опись переписана вместе с контрольной суммой')
  return faults
}

async function sameInventory(inventory: Buffer | null, versionFolder: string): Promise<boolean> {
  const other = await bytesOf(join(versionFolder, 'inventory.json'))
  return inventory !== null && other !== null && inventory.equals(other)
}
