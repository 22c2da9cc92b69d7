import { z } from 'zod'
import { Failure } from './errors.ts'

const path = z.string().min(1)
const count = z.coerce.number().int().positive()

/** Every setting, with its unit and default. Secrets are files that the setting names, never values. */
const settings = z.object({
  /** PostgreSQL of the master data, 15 or later. Without it, commands use the stack that `npm start` keeps running. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'a postgres:// address')
    .optional(),
  /** Temporal frontend, `host:port`. */
  TEMPORAL_ADDRESS: z.string().min(1).optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** TLS to Temporal: certificate and key files for mutual TLS, or TEMPORAL_TLS=true for server TLS only. */
  TEMPORAL_TLS: z.stringbool().default(false),
  TEMPORAL_TLS_CERT: path.optional(),
  TEMPORAL_TLS_KEY: path.optional(),
  TEMPORAL_API_KEY_FILE: path.optional(),
  /** Web UI of Temporal, for the links that are printed. */
  TEMPORAL_UI_URL: z.url().optional(),
  /** Folder into which the source agencies drop their extracts. */
  SOGOC_DROP: path.default('.sogoc/drop'),
  /** National gateway: base address, client, file with the client secret, officer code sent with every call. */
  SOGOC_GATEWAY_URL: z.url().optional(),
  SOGOC_GATEWAY_CLIENT: z.string().min(1).default('sogoc'),
  SOGOC_GATEWAY_SECRET_FILE: path.optional(),
  SOGOC_OFFICER: z.string().min(1).default('SG-0001'),
  /** Longest wait for one answer of a target, in milliseconds. */
  SOGOC_TARGET_TIMEOUT_MS: count.default(30_000),
  SOGOC_TASK_QUEUE: z.string().min(1).default('sogoc'),
  SOGOC_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  /** Pairs of records that a match may compare in one domain; with more it stops before the first and names the rules. */
  SOGOC_PAIR_BUDGET: count.default(1_000_000_000),
  /** Pairs in one chunk of a match: what is done again when a worker dies. */
  SOGOC_CHUNK_PAIRS: count.default(20_000_000),
  /** Days until a new case is due. */
  SOGOC_CASE_DAYS: count.default(3),
})

export type Config = z.output<typeof settings>

/** Parses the environment once. Throws ConfigError naming each setting that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = settings.safeParse(env)
  if (parsed.success) return parsed.data
  const first = parsed.error.issues[0]
  const name = String(first?.path[0] ?? 'environment')
  throw new Failure('ConfigError', {
    setting: name,
    got: env[name] === undefined ? 'not set' : 'not usable',
    expected: first?.message ?? '',
    todo: `Set ${name} and start again (docs/configuration.md).`,
  })
}
