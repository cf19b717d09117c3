// The commands by which docs/deploying.md completes a restored table: they name what the template gives to a new one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { fileKey } from '../../lambdas/aws/dynamodb/dynamo-items.ts';
import { projectRoot } from '../../lib/project.ts';
import { adoptable } from '../../operate/adopt.ts';
import { embed, emptyStack, templateOf } from '../lib/embed.ts';

interface TableProperties {
  readonly StreamSpecification: { readonly StreamViewType: string };
  readonly TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean };
  readonly Replicas: readonly {
    readonly DeletionProtectionEnabled: boolean;
    readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
  }[];
}

const page = readFileSync(join(projectRoot, 'docs', 'deploying.md'), 'utf8');
let table: TableProperties;
beforeAll(() => {
  const stack = emptyStack();
  embed(stack);
  const [found] = Object.values(templateOf(stack).findResources('AWS::DynamoDB::GlobalTable'));
  if (!found) throw new Error('The template has no table.');
  table = found.Properties as TableProperties;
});

it('a restored table gets the stream and the time to live that a new table has', () => {
  const { StreamSpecification: stream, TimeToLiveSpecification: timeToLive } = table;
  expect(page).toContain(
    `--stream-specification StreamEnabled=true,StreamViewType=${stream.StreamViewType}`,
  );
  expect(page).toContain(
    `--time-to-live-specification Enabled=${timeToLive.Enabled},AttributeName=${timeToLive.AttributeName}`,
  );
});

it('a restored table gets the recovery and the protection that a new table has', () => {
  const [replica] = table.Replicas;
  expect(replica).toMatchObject({
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  expect(page).toContain('--deletion-protection-enabled');
  expect(page).toContain('--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true');
});

it('the key of a record in the commands is that of the table', () => {
  const { pk, sk } = fileKey('<id>');
  expect(page).toContain(`'{"pk": {"S": "${pk}"}, "sk": {"S": "${sk}"}}'`);
});

it('the command that adopts a restored table names options that exist', () => {
  const command = page.match(/`npm run adopt -- --table restored [^`]*`/)?.[0] ?? '';
  const options = Array.from(command.matchAll(/--([a-z-]+) /g), ([, name]) => name);
  expect(options.length).toBe(4);
  for (const option of options) expect(Object.keys(adoptable)).toContain(option);
});
