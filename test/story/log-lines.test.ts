// Every metric finds its lines in what the deployed bundles really print, and every outcome is a line with the file's id.
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from 'vitest';
import { type LogMetric, logMetrics } from '../../lib/log-metrics.ts';
import { addresses, alice, call, issue, postForm, settled, uploaded } from './api.ts';
import { s3 } from './behind.ts';
import { ask } from './invoke.ts';

interface Line {
  readonly writer: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The latest lines that functions printed as JSON; the writer's name is as its folder's. */
async function lines(): Promise<Line[]> {
  const printed = (await ask({ kind: 'logs' })) as string[];
  return printed.flatMap((line) => {
    const [, label = '', text = ''] = /^(\w+) (\{.*\})$/.exec(line) ?? [];
    const writer = label.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
    return text ? [{ writer, fields: JSON.parse(text) }] : [];
  });
}

/** What stands at a path such as `$.verdict.size`. */
const at = (fields: unknown, path: string): unknown =>
  path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (found, name) => (found as Record<string, unknown> | undefined)?.[name],
      fields,
    );

const note = { collection: 'documents', filename: 'note.txt', contentType: 'text/plain' };
let ready: string;
let refused: string;
let ran: Promise<void> | undefined;
beforeEach(() => {
  ran ??= runStory();
  return ran;
});

async function runStory(): Promise<void> {
  const issued = await issue({ ...note, size: 5 });
  ready = issued.file.id;
  expect((await postForm(issued, 'bytes')).status).toBe(201);
  await settled(ready);
  expect((await postForm(issued, 'other')).status).toBe(201);
  refused = (await uploaded({ ...note, contentType: 'application/pdf' }, 'no PDF')).id;

  await call('GET', `/files/${ready}/download`, { token: alice });
  const link = { token: alice, body: { expiresInSeconds: 60 } };
  const { body } = await call('POST', `/files/${ready}/links`, link);
  await fetch(body.url, { redirect: 'manual' });
  await call('GET', `/files/${refused}/download`, { token: alice });

  const { mediaBucket: Bucket } = addresses;
  await s3.send(new PutObjectCommand({ Bucket, Key: 'media/by-hand', Body: 'x' }));
  await ask({ kind: 'age', part: 'media/by-hand', seconds: 7200 });
  await ask({ kind: 'invoke', name: 'Reconcile', event: {} });
  await ask({ kind: 'invoke', name: 'ReapUploads', event: {} });
}

const counted = Object.entries<LogMetric>(logMetrics).flatMap(([name, metric]) =>
  'of' in metric.lines ? [{ ...metric, name, lines: metric.lines }] : [],
);

describe('the metric', () => {
  it.each(counted)(
    'the metric $name finds its log lines and the value that it adds up',
    async (metric) => {
      const { of: writers, event } = metric.lines;
      const pattern = new RegExp(`^${event.replace('*', '.*')}$`);
      const paths = [
        ...(metric.value ? [metric.value] : []),
        ...Object.values(metric.dimensions ?? {}),
      ];
      const matching = async () =>
        (await lines()).filter(
          ({ writer, fields }) =>
            writers.some((each) => each === writer) && pattern.test(String(fields.event)),
        );
      await expect.poll(matching).not.toEqual([]);
      for (const { fields } of await matching()) {
        for (const path of paths) {
          expect(at(fields, path), `${path} of ${JSON.stringify(fields)}`).toEqual(
            path === metric.value ? expect.any(Number) : expect.any(String),
          );
        }
      }
    },
  );
});

describe('an outcome', () => {
  it.each([
    ['issued', () => ready, 'upload_issued', 'issue-upload'],
    ['ready', () => ready, 'upload_ready', 'receive-upload'],
    ['of a stale version', () => ready, 'upload_stale_version_deleted', 'receive-upload'],
    ['rejected', () => refused, 'upload_rejected', 'receive-upload'],
    ['downloaded', () => ready, 'download_issued', 'issue-download'],
    ['shared by link', () => ready, 'link_issued', 'issue-link'],
    ['followed', () => ready, 'link_followed', 'follow-link'],
    ['purged', () => refused, 'file_purged', 'purge-file'],
    ['refused to a caller', () => refused, 'request_refused', 'issue-download'],
  ])(
    'the outcome %s is one log line of its function, with the file’s id',
    async (_, idOf, event, writer) => {
      await expect
        .poll(
          async () =>
            (await lines()).filter(
              (line) =>
                line.writer === writer &&
                line.fields.event === event &&
                line.fields.fileId === idOf(),
            ).length,
        )
        .toBe(1);
    },
  );

  it('the log line of a refusal names the caller, the route and the request', async () => {
    const refusal = async () =>
      (await lines()).find(
        ({ fields }) => fields.event === 'request_refused' && fields.fileId === refused,
      )?.fields;
    await expect.poll(refusal).toMatchObject({
      route: 'GET /files/{id}/download',
      code: 'not_ready',
      by: 'alice',
      requestId: expect.stringMatching(/\S/),
    });
  });
});
