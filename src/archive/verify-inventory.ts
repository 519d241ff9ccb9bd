import { join } from 'node:path'
import { sha512 } from './digest.js'
import { sidecarName } from './inventory.js'
import { bytesOf } from './log.js'

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
  const inventory = await bytesOf(join(folder, 'inventory.json'))
  const sidecar = (await bytesOf(join(folder, sidecarName)))?.toString('utf8') ?? null
  const digest = inventory === null ? null : sha512(inventory)
  const faults: InventoryFault[] = []
  const fault = (code: string, name: string, text: string) => faults.push({ code, name, text })

  const stated =
    sidecar === null ? null : (/^([0-9a-f]{128})[ \t]+inventory\.json\n$/.exec(sidecar)?.[1] ?? '')
  if (stated === null) fault('E058', sidecarName, 'Нет файла с контрольной суммой описи')
  else if (stated === '') fault('E061', sidecarName, 'Файл с контрольной суммой описи записан неверно')

  if (digest === null) {
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
