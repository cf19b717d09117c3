// Keeps docs/events.md true: its example is a whole event, and its table names every type and every field.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  webhookDelaysSeconds,
  webhookTimeoutSeconds,
} from '../../lambdas/config/webhook-schedule.ts';
import { eventTypes } from '../../lambdas/domain/event-types.ts';
import type { PendingFile } from '../../lambdas/domain/file.ts';
import { eventsOf } from '../../lambdas/domain/file-events.ts';
import { quotaEventOf } from '../../lambdas/domain/quota-refusal.ts';
import { settle } from '../../lambdas/domain/transitions.ts';
import { projectRoot } from '../../lib/project.ts';

const page = readFileSync(join(projectRoot, 'docs', 'events.md'), 'utf8');
const at = '2026-11-22T10:01:00.000Z';

it('the example of docs/events.md is the event of a validated file', () => {
  const [, example = ''] = /```json\n(\{\n[\s\S]*?)```/.exec(page) ?? [];
  const shown = JSON.parse(example);
  const file: PendingFile = {
    ...shown.file,
    ...{ status: 'pending', visibility: undefined, revision: 1, key: 'k', expiresAt: at },
    readyAt: undefined,
    sha256: undefined,
  };
  const value = Buffer.from(shown.file.sha256, 'hex').toString('base64');
  const after = settle(file, {
    ...{ versionId: 'v', at, keptUntil: at },
    verdict: {
      ...{ outcome: 'accepted', declaredType: 'image/png', size: file.size },
      checksum: { algorithm: 'SHA256', value, type: 'FULL_OBJECT' },
    },
  });
  const [event] = eventsOf({ before: file, after, sequence: '491203' }, 'https://m.example.com', {
    collections: {},
  });
  expect({ ...JSON.parse(JSON.stringify(event)), id: shown.id }).toEqual(shown);
});

it('the table of docs/events.md has a row for every type, in order', () => {
  const rows = Array.from(page.matchAll(/^\| `(\w+)` \|/gm), ([, type]) => type);
  expect(rows).toEqual([...eventTypes]);
});

it('the row of QuotaExceeded names each of its fields', () => {
  const numbers = { used: 1, limit: 1, needed: 1 };
  const refusal = { owner: 'o', collection: 'c', resource: 'bytes', ...numbers, at } as const;
  const row = page.split('\n').find((line) => line.startsWith('| `QuotaExceeded`')) ?? '';
  const common = ['version', 'id', 'type', 'time', 'sequence'];
  for (const field of Object.keys(quotaEventOf(refusal, '1'))) {
    if (!common.includes(field)) expect(row).toContain(`\`${field}\``);
  }
});

it('docs/events.md names the waits between attempts and the time for an answer', () => {
  const hours = webhookDelaysSeconds.map((seconds) => seconds / 3600).filter((each) => each >= 1);
  expect(page).toContain(
    `2, 10 and 30 minutes, ${hours.slice(0, -1).join(', ')} and ${hours.at(-1)} hours`,
  );
  expect(page).toContain(`within ${webhookTimeoutSeconds} seconds`);
});
