/**
 * Who may import whom: each row only rows above it in this list, and of another folder only its index.ts.
 * `docs/architecture.md` has the reasons. Rows with the same number don't know each other.
 */
const rows = [
  ['errors', 'log', 'clock', 'package-root', 'plain-text', 'one-ahead', 'young-heap'],
  ['calendar', 'database'],
  ['config', 'journal'],
  ['vocabulary', 'regulation', 'archive', 'mail', 'pace'],
  ['dnevnik', 'mirror', 'ledger', 'runs', 'report', 'access', 'evidence', 'plan-file', 'people'],
  ['queue'],
  ['../jobs'],
  ['web', 'schedule', 'sandbox'],
  ['app'],
  ['cli'],
]
const pathOf = room => (room === '../jobs' ? '^jobs/' : `^src/${room}(/|\\.tsx?$)`)
/** Pairs of equal or lower rows that are allowed, each with its reason. */
const allowed = {
  ledger: ['regulation'],
}

const forbidden = []
rows.forEach((row, index) => {
  for (const room of row) {
    const others = rows
      .slice(index)
      .flat()
      .filter(other => other !== room && !(allowed[room] ?? []).includes(other))
    if (others.length === 0) continue
    forbidden.push({
      name: `${room}-looks-only-up`,
      severity: 'error',
      comment: `${room} may import only rooms of earlier rows (docs/architecture.md, "Who may import whom"): move the code to the room that owns it, or pass it in from app.ts.`,
      from: { path: pathOf(room) },
      to: { path: others.map(pathOf) },
    })
  }
})

export default {
  forbidden: [
    ...forbidden,
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Two files that need each other are one subject: merge them, or move what both need into a third.',
      from: { pathNot: '^node_modules' },
      to: { circular: true },
    },
    {
      name: 'one-door',
      severity: 'error',
      comment: "Import a folder by its index.ts; what isn't exported there is the folder's own business.",
      from: { path: '^(src|jobs)/([^/]+)' },
      to: { path: '^src/([^/]+)/.+', pathNot: ['^src/$2/', '^src/[^/]+/index\\.tsx?$'] },
    },
    {
      name: 'only-app-joins-jobs',
      severity: 'error',
      comment: 'jobs/ joins the steps; only app.ts hands them to the queue.',
      from: { path: '^src/', pathNot: '^src/app\\.ts$' },
      to: { path: '^jobs/' },
    },
    {
      name: 'sandbox-is-for-cli-and-tests',
      severity: 'error',
      comment: 'The product must not know that a sandbox exists: only the command line and tests start it.',
      from: { path: '^(src|jobs)/', pathNot: '^src/(cli|sandbox)/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'pages-and-clock-work-only-add-jobs',
      severity: 'error',
      comment: 'A re-sync is a job: web/ and schedule.ts add it, they never read the platform.',
      from: { path: '^src/(web/|schedule\\.ts)' },
      to: { path: '^src/dnevnik/' },
    },
    {
      name: 'only-dnevnik-uses-the-network',
      severity: 'error',
      comment: 'axios belongs to dnevnik/: everybody else asks the JournalSource.',
      from: { path: '^(src|jobs)/', pathNot: '^src/dnevnik/' },
      to: { path: 'node_modules/axios' },
    },
    {
      name: 'only-queue-knows-bullmq',
      severity: 'error',
      comment: 'bullmq and ioredis belong to queue/: jobs and pages speak of jobs, not of BullMQ.',
      from: { path: '^(src|jobs)/', pathNot: '^src/queue/' },
      to: { path: 'node_modules/(bullmq|ioredis)' },
    },
    {
      name: 'sql-stays-in-stores',
      severity: 'error',
      comment: 'SQL belongs to database/, mirror/, ledger/, runs/, access/, people/ and pace/.',
      from: { path: '^(src|jobs)/', pathNot: '^src/(database|mirror|ledger|runs|access|pace|people)/' },
      to: { path: 'node_modules/(pg|kysely)/' },
    },
    {
      name: 'pure-rooms-do-no-io',
      severity: 'error',
      comment: 'calendar/, journal/ and regulation/ are pure: no files, no network, no processes, no clock.',
      from: { path: '^src/(calendar|journal|regulation)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      comment: 'What the product needs from test/ belongs into src/.',
      from: { path: '^(src|jobs)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
