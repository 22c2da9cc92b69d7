import { join } from 'node:path'
import { z } from 'zod'
import { blocksOf } from '../../engine/matching/blocking.ts'
import { readModel } from '../../engine/matching/model.ts'
import { readSpec } from '../../engine/matching/spec.ts'
import { readJson, refuse } from './folder.ts'
import { type Loaded, load } from './load.ts'
import type { Progress } from './progress.ts'
import { declaredBy, type Run, resolved, timed } from './run.ts'

const RUN_FORMAT = 'match-run/1'

const schema = z.object({
  format: z.literal(RUN_FORMAT),
  isLink: z.boolean(),
  truth: z.string().nullable(),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })).min(1),
  spec: z.unknown(),
})

/** What `run.json` keeps, so that a run can be looked at again: the same files, spec and model give the same answer. */
export const savedRun = ({ isLink, files, spec }: Loaded, truth: string | undefined): z.input<typeof schema> => ({
  format: RUN_FORMAT,
  isLink,
  truth: truth ?? null,
  files: files.map(({ path, sha256 }) => ({ path, sha256 })),
  spec,
})

/** Reads a run again with its own model. Throws InvalidInput where there is none, or where a file is not what it was. */
export async function reopen(
  out: string,
  {
    truth,
    progress,
    workers,
  }: { readonly truth?: string | undefined; readonly progress: Progress; readonly workers: number },
  bounds: { readonly link?: number; readonly review?: number } = {},
): Promise<Run> {
  const parsed = schema.safeParse(readJson(join(out, 'run.json'), 'Lượt chạy (run)'))
  if (!parsed.success)
    return refuse(`${out} không phải thư mục của sogoc match (${RUN_FORMAT}). (Not the folder of a run.)`)
  const { isLink, files, spec } = parsed.data
  const loaded = await load(
    readSpec(spec),
    files.map(({ path }) => path),
    { isLink, truth, progress },
  )
  for (const [n, { path, sha256 }] of files.entries())
    if (loaded.files[n]!.sha256 !== sha256)
      refuse(`Tệp ${path} đã khác lúc chạy; chạy lại sogoc match. (The file changed since the run; run it again.)`)
  const frozen = readModel(readJson(join(out, 'model.json'), 'Mô hình (model)'), declaredBy(loaded))
  const model = { ...frozen, thresholds: { ...frozen.thresholds, ...bounds } }
  const { records } = loaded.taken
  const [blocks, block] = timed(() => blocksOf(records.blocks, records.size))
  const resolution = await resolved(loaded, blocks, model, { workers, progress })
  progress.end()
  return {
    ...loaded,
    model,
    trained: null,
    labels: null,
    blocks,
    resolution,
    seconds: { ...resolution.seconds, block, train: 0 },
  }
}
