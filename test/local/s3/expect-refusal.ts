// What holds of every refused form: the answer it gets, and nothing is stored.
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Engine } from './engine.ts';
import type { postForm } from './post-form.ts';

/** A form that is refused: what is wrong with it, how it is sent, and the answer that it gets. */
export type RefusedForm = readonly [
  name: string,
  send: () => ReturnType<typeof postForm>,
  status: number,
  xml: Record<string, unknown>,
];

/** Where a form is sent to. */
interface Target {
  readonly engine: Engine;
  readonly bucket: string;
}

/** Sends a form and expects a refusal with this status and these elements of XML, and no new object. */
export async function expectRefusal(
  { engine, bucket }: Target,
  send: () => ReturnType<typeof postForm>,
  { status, xml }: { readonly status: number; readonly xml: Record<string, unknown> },
): Promise<void> {
  const countObjects = async () =>
    (await engine.client.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount;
  const before = await countObjects();
  const answer = await send();
  expect(answer.xml).toMatchObject(xml);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/xml');
  expect(answer.xml.RequestId).toBe(answer.headers.get('x-amz-request-id'));
  expect(answer.xml.HostId).toBeDefined();
  expect(await countObjects()).toBe(before);
}
