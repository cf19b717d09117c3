// Connections: kept where possible, closed where not, and never left hanging by an early answer.
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { beforeAll, describe, expect, test } from 'vitest';
import { isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';

const { engine, Bucket } = await engineForFile();
beforeAll(async () => {
  await engine.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello' }));
});

interface Sent {
  readonly status: number | undefined;
  readonly text: string;
  readonly socket: Socket;
  readonly headers: IncomingMessage['headers'];
}

function send(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
    agent,
  }: {
    method?: string;
    headers?: Record<string, string | number>;
    body?: Buffer | string;
    agent?: Agent;
  } = {},
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const out = request(url, { method, headers, ...(agent && { agent }) });
    out.on('error', reject);
    out.on('response', (response) => {
      const { socket } = response;
      let text = '';
      response.setEncoding('utf8').on('data', (data) => {
        text += data;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, text, socket, headers: response.headers }),
      );
    });
    out.end(body);
  });
}

test('one connection serves one request after another, refusals included', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const url = await getSignedUrl(engine.client, new GetObjectCommand({ Bucket, Key: 'k' }));
  const first = await send(url, { agent });
  const small = await send(`${engine.url}/${Bucket}/k`, { method: 'PUT', body: 'refused', agent });
  const third = await send(url, { agent });
  expect([first.text, small.status, third.text]).toEqual(['hello', 403, 'hello']);
  expect(third.socket).toBe(first.socket);
  agent.destroy();
});

test('every answer has a request id of its own', async () => {
  const url = `${engine.url}/${Bucket}/k`;
  const ids = [await send(url), await send(url)].map(({ headers }) => headers['x-amz-request-id']);
  expect(ids[0]).toBeTruthy();
  expect(ids[0]).not.toBe(ids[1]);
});

describe.runIf(isEmbedded)('a refused upload', () => {
  test('a refused upload is answered before its body has arrived, and its connection is closed', async () => {
    const body = Buffer.alloc(8 * 1024 * 1024);
    const answer = await send(`${engine.url}/${Bucket}/k`, { method: 'PUT', body });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('<Code>AccessDenied</Code>');
    expect(answer.headers.connection).toBe('close');
  });

  test('a refused upload is answered before its body is requested', async () => {
    const answer = await new Promise<{ status: number | undefined; wasAskedFor: boolean }>(
      (resolve, reject) => {
        const out = request(`${engine.url}/${Bucket}/k`, {
          method: 'PUT',
          headers: { expect: '100-continue', 'content-length': 5 },
        });
        let wasAskedFor = false;
        out.on('continue', () => {
          wasAskedFor = true;
        });
        out.on('response', (response) => {
          resolve({ status: response.statusCode, wasAskedFor });
          out.destroy();
        });
        out.on('error', reject);
        out.flushHeaders();
      },
    );
    expect(answer).toEqual({ status: 403, wasAskedFor: false });
  });

  test('an admitted upload is asked for', async () => {
    const put = new PutObjectCommand({ Bucket, Key: 'asked', ContentLength: 5 });
    const plain = engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const url = await getSignedUrl(plain, put);
    const status = await new Promise((resolve, reject) => {
      const out = request(url, {
        method: 'PUT',
        headers: { expect: '100-continue', 'content-length': 5 },
      });
      out.on('continue', () => out.end('hello'));
      out.on('response', (response) => resolve(response.statusCode));
      out.on('error', reject);
      out.flushHeaders();
    });
    expect(status).toBe(200);
  });

  test('an upload without a length is refused', async () => {
    const put = new PutObjectCommand({ Bucket, Key: 'endless' });
    const plain = engine.newClient({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const answer = await send(await getSignedUrl(plain, put), {
      method: 'PUT',
      headers: { 'transfer-encoding': 'chunked' },
      body: 'hello',
    });
    expect(answer).toMatchObject({ status: 411 });
    expect(answer.text).toContain('<Code>MissingContentLength</Code>');
  });
});

test('a path that cannot be decoded is InvalidURI', async () => {
  const answer = await send(`${engine.url}/${Bucket}/%ff%fe`);
  expect(answer.status).toBe(400);
});
