// What `airlock redrive` runs: shows what waits in the dead-letter queues, and has it handled once more.
import { resolve } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { configPath, loadConfig } from '../lib/load-config.ts';
import { userRoot } from '../lib/project.ts';
import { stackNames } from '../lib/stack-names.ts';
import { CannotStartError } from '../local/cannot-start.ts';
import { localAccount } from '../local/local-account.ts';
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
import { runCommand } from './run-command.ts';

const usage = `Usage: airlock redrive [uploads | deletions | changes | publications | scans | webhook-<name> | all] [--local] [--state directory]

  without a queue    show how many messages each dead-letter queue has, and what the first ones say
  uploads, scans …   have the messages of that queue handled again; see docs/runbook.md for each
  all                the same for every queue
  --local            of the cloud that npm start runs, instead of the deployed one
  --state directory  where that keeps its state, default .airlock in the project

Deployed, it needs credentials and AWS_REGION. Exits with 0, with 1 when messages had to be left for later, with 2 when
it could not be done.`;

const options = {
  local: { type: 'boolean', default: false },
  state: { type: 'string', default: '.airlock' },
} as const;

await runCommand(
  { usage, options, maxWords: 1, foreseen: [CannotStartError, OperateError] },
  async ({ values, positionals: [word] }) => {
    const account = values.local ? await localAccount(resolve(userRoot, values.state)) : {};
    const stack = await outputsOf(new CloudFormationClient(account), values.local);
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

async function outputsOf(
  client: CloudFormationClient,
  isLocal: boolean,
): Promise<Readonly<Record<string, string>>> {
  const { media: StackName } = stackNames(await loadConfig(configPath()));
  const { Stacks: [stack] = [] } = await client
    .send(new DescribeStacksCommand({ StackName }))
    .catch((cause: Error) => {
      throw new OperateError(
        `Cannot read stack ${StackName}: ${cause.message}. ${isLocal ? 'Is npm start running, with this state directory?' : 'Check the credentials, AWS_REGION and the name in airlock.config.ts.'}`,
        { cause },
      );
    });
  return Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}

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
