import type { OpenedMirror } from './opened-mirror.js'

/** All that the mirror keeps, without the numbers of its rows: two ways of taking looks in must leave the same. */
export async function kept({ handle }: OpenedMirror) {
  const rowsOf = async (text: string) => (await handle.pool.query<Record<string, unknown>>(text)).rows
  return {
    versions: await rowsOf(
      `select v.group_id, v.kind, v.record, v.seq, v.window_key, v.content, v.hash, v.absent_at, v.present_at, v.asked_at,
         v.missing_at, v.ended_after, v.ended_at, v.gone, o.window_key as opened_in, o.asked_at as opened_by
       from mirror.version v join mirror.observation o on o.id = v.observation
       order by v.group_id, v.kind, v.record, v.seq`,
    ),
    looks: await rowsOf(
      `select o.window_key, o.asked_at, o.answered_at, o.complete, o.suspect, o.sha256, o.records, o.changed, o.gone,
         o.quarantined, o.requests, o.drift, o.error_code, o.skew_ms, o.skew_error_ms, f.asked_at as unchanged_since
       from mirror.observation o left join mirror.observation f on f.id = o.unchanged_since
       order by o.window_key, o.id`,
    ),
    chains: await rowsOf(
      `select c.window_key, c.resource, c.group_id, c.week, c.reread, c.newest_asked_at, c.proof_asked_at,
         n.asked_at as newest, d.asked_at as data, p.asked_at as proof
       from mirror.chain c left join mirror.observation n on n.id = c.newest_look
       left join mirror.observation d on d.id = c.data_look left join mirror.observation p on p.id = c.proof_look
       order by c.window_key`,
    ),
    quarantine: await rowsOf(
      `select o.window_key, o.asked_at, q.path, q.problem, q.raw
       from mirror.quarantine q join mirror.observation o on o.id = q.observation
       order by o.window_key, o.id, q.path, q.problem`,
    ),
    bodies: await rowsOf(`select sha256, encode(gzip, 'base64') as gzip from mirror.body order by sha256`),
    fields: await rowsOf('select name, optional from mirror.field order by name'),
  }
}
