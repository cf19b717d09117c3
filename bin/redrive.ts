// `airlock redrive`: shows the messages in the dead-letter queues, and has them handled once more.
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  type DeadLetters,
  describeMessage,
  describeNothing,
  findDeadLetters,
} from '../operate/dead-letters.ts';
import { OperateError } from '../operate/operate-error.ts';
import { type Queues, queuesOf } from '../operate/queues.ts';
import { redrive } from '../operate/redrive.ts';
import { repairBy } from '../operate/repair.ts';
import {
  airlockOptions,
  airlockUsage,
  findAirlock,
  findingErrors,
  localOptions,
  localUsage,
} from './deployed-airlock.ts';
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock redrive [uploads | deletions | changes | publications | scans | variants | variant-results | webhook-<name> | all] [options]

  without a queue    show how many messages each dead-letter queue has, and what the first ones say
  uploads, scans …   have the messages of that queue handled again; see docs/runbook.md for each
  all                the same for every queue
${localUsage}
${airlockUsage}

Deployed, it needs credentials and AWS_REGION. Exits with 0, with 1 when messages had to be left for later, with 2 when
it could not be done.`;

const options = {
  ...localOptions,
  ...airlockOptions,
} as const;

await runCommand(
  { usage, options, maxWords: 1, foreseen: findingErrors },
  async ({ values, positionals: [word] }) => {
    const { account, outputs: stack } = await findAirlock(values);
    const queues = queuesOf(new SQSClient(account));
    const found = await findDeadLetters(stack, queues);
    if (word === undefined) return show(found, queues);
    const chosen = word === 'all' ? found : found.filter(({ name }) => name === word);
    if (chosen.length === 0) {
      const names = found.map(({ name }) => name).join(', ');
      throw new OperateError(`There is no queue “${word}” here; there are ${names}, and all.`);
    }
    const repair = repairBy(new LambdaClient(account), stack.ReconcileFunctionName ?? '');
    let left = 0;
    for (const queue of chosen)
      left += await redrive(queue, { queues, repair, now: () => new Date(), say });
    return left === 0 ? 0 : 1;
  },
);

async function show(found: readonly DeadLetters[], queues: Queues): Promise<number> {
  for (const queue of found) {
    const { name, url, count } = queue;
    if (count === 0) {
      say(describeNothing(queue));
      continue;
    }
    const first = await queues.receive(url, 0);
    const oldest = Math.min(...first.map(({ sentAt }) => sentAt));
    const since = first.length > 0 ? `, since ${new Date(oldest).toISOString()} or earlier` : '';
    say(`${name}: ${count} waiting${since}`);
    const described = Map.groupBy(first, describeMessage);
    for (const [text, same] of described)
      say(`  ${text}${same.length > 1 ? ` (${same.length} times)` : ''}`);
    if (count > first.length) say(`  and ${count - first.length} more`);
  }
  return 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
