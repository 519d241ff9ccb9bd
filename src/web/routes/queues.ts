import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { FastifyInstance } from 'fastify'
import { BridgeError } from '../../errors.js'
import { addresses } from '../addresses.js'
import { sendPage, type WebContext } from '../context.js'
import { noQueues } from '../pages/no-queues.js'
import { commonRoute } from '../route.js'

type BoardQueue = ConstructorParameters<typeof BullMQAdapter>[0]

/** bull-board, for whoever runs the program; its writes pass the same guard as ours. */
export async function queueRoutes(context: WebContext): Promise<void> {
  const { app, deps } = context
  if (deps.boardQueues.length === 0) {
    const gate = { needs: 'operate-queues', of: 'installation' } as const
    commonRoute(context, { path: addresses.queues, ...gate }, async ({ reply }) =>
      sendPage(context, reply, { school: null, title: 'Очереди', here: 'queues' }, noQueues()),
    )
    return
  }
  await showBoard(app, deps.boardQueues.map(boardQueue), deps.schools)
}

async function showBoard(
  app: FastifyInstance,
  queues: readonly BoardQueue[],
  schools: WebContext['deps']['schools'],
): Promise<void> {
  // Loaded only where there is something to show: it is larger than all the rest of the pages.
  const [{ createBullBoard }, { BullMQAdapter }, { FastifyAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/fastify'),
  ])
  const serverAdapter = new FastifyAdapter()
  serverAdapter.setBasePath(addresses.queues)
  createBullBoard({
    serverAdapter,
    queues: queues.map(
      queue => new BullMQAdapter(queue, queue.name === 'dnevnik' ? forResyncs(schools) : {}),
    ),
    options: {
      uiConfig: {
        boardTitle: 'Очереди',
        locale: { lng: 'ru-RU' },
        hideDocsLink: true,
        miscLinks: [{ text: 'Сегодня', url: '/' }],
      },
    },
  })
  await app.register(serverAdapter.registerPlugin(), { prefix: addresses.queues })
}

/** What its form for a new job says, so that a re-sync can be added by who knows no payloads. */
function forResyncs(schools: WebContext['deps']['schools']) {
  const day = 'ГГГГ-ММ-ДД'
  return {
    description: 'Чтение журнала. Чтобы перечитать дни, добавьте задачу с именем resync',
    jobDataSchema: { examples: [{ school: schools[0]?.id ?? '', from: day, to: day }] },
  }
}

/** The pages know of queues only that bull-board can show them. */
function boardQueue(queue: unknown): BoardQueue {
  if (isBoardQueue(queue)) return queue
  throw new BridgeError('INTERNAL', { message: 'Панели очередей передано не то, что она умеет показывать.' })
}

function isBoardQueue(queue: unknown): queue is BoardQueue {
  return typeof queue === 'object' && queue !== null && 'getJobCounts' in queue && 'name' in queue
}
