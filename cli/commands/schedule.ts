import { type Client, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client'
import type { Command } from 'commander'
import type { Config } from '../../core/config.ts'
import { type DeclaredSchedule, SCHEDULES } from '../../schedules.ts'
import { withTemporal } from '../environment.ts'
import { put, table } from '../print.ts'

export const schedule = (program: Command): void => {
  const group = program
    .command('schedule')
    .description('lịch chạy hằng đêm, khai báo trong schedules.ts (the nightly schedules)')
  group
    .command('apply')
    .description('đưa lịch đã khai báo lên Temporal; chạy lại bao nhiêu lần cũng được')
    .action(() =>
      withTemporal(async (client, config) => {
        for (const declared of SCHEDULES) put(`${declared.id}: ${await applySchedule(client, config, declared)}`)
      }),
    )
  group
    .command('list')
    .description('lịch đang có và lần chạy kế tiếp')
    .action(() => withTemporal(list))
  group
    .command('pause')
    .argument('<id>', 'mã lịch')
    .requiredOption('--reason <text>', 'lý do')
    .description('tạm dừng một lịch, có lý do')
    .action((id: string, { reason }: { reason: string }) =>
      withTemporal(async (client) => {
        await client.schedule.getHandle(id).pause(reason)
        put(`${id}: đã tạm dừng`)
      }),
    )
  group.addHelpText('after', '\nVí dụ: sogoc schedule apply')
}

/** Creates the schedule, or replaces the whole spec: specs that are merged add up. */
export async function applySchedule(
  client: Client,
  config: Config,
  declared: DeclaredSchedule,
): Promise<'created' | 'updated'> {
  const options = optionsOf(config, declared)
  const handle = client.schedule.getHandle(declared.id)
  try {
    await handle.update(({ state }) => ({ ...options, state }))
    return 'updated'
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error
    await client.schedule.create({ scheduleId: declared.id, ...options })
    return 'created'
  }
}

function optionsOf(
  config: Config,
  { id, summary, workflow, input, at, timezone, jitter, catchupWindow, executionTimeout }: DeclaredSchedule,
) {
  return {
    spec: { calendars: [{ ...at, comment: summary }], timezone, jitter },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow, pauseOnFailure: false },
    action: {
      type: 'startWorkflow' as const,
      workflowType: workflow,
      workflowId: id,
      taskQueue: config.SOGOC_TASK_QUEUE,
      args: [input],
      staticSummary: summary,
      workflowExecutionTimeout: executionTimeout,
    },
  }
}

async function list(client: Client): Promise<void> {
  const rows: (readonly string[])[] = []
  for await (const { scheduleId, state, info } of client.schedule.list()) {
    rows.push([
      scheduleId,
      state.paused ? `tạm dừng: ${state.note ?? ''}` : 'chạy',
      info.nextActionTimes[0]?.toISOString() ?? '',
    ])
  }
  put(table(['lịch', 'trạng thái', 'lần kế tiếp (UTC)'], rows))
}
