import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { site, startEchoGateway } from './echo-gateway.ts';

let gateway: Awaited<ReturnType<typeof startEchoGateway>>;
beforeAll(async () => {
  gateway = await startEchoGateway();
});
afterAll(() => gateway.close());

describe('the limits', () => {
  test('more requests than the bucket holds are 429', async () => {
    const statuses = [];
    for (let index = 0; index < 4; index += 1) statuses.push((await gateway.call('/busy')).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
  });

  test('a body of more than 10 MB is 413', async () => {
    const response = await gateway.call('/open/any', {
      method: 'POST',
      body: new Uint8Array(10 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
  });

  test('a body that makes the event larger than Lambda takes is 413', async () => {
    const body = new Uint8Array(5 * 1024 * 1024);
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await gateway.call('/open/any', { method: 'POST', headers, body });
    expect(response.status).toBe(413);
  });

  test('a body of more than 10 MB that does not say its length is 413', async () => {
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(`${gateway.url}/open/any`, { method: 'POST' }, ({ statusCode }) =>
        resolve(statusCode),
      );
      outgoing.once('error', reject);
      outgoing.end(Buffer.alloc(10 * 1024 * 1024 + 1));
    });
    expect(status).toBe(413);
  });

  test('headers of more than 10 KB are 431', async () => {
    expect(
      (await gateway.call('/open/x', { headers: { 'x-long': 'x'.repeat(11_000) } })).status,
    ).toBe(431);
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    gateway.call('/files', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  test('a preflight from an allowed origin is answered without authorization', async () => {
    const { status, headers } = await preflight(site);
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': site,
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '3600',
    });
  });

  test('a preflight from another origin gets nothing', async () => {
    const { headers } = await preflight('https://evil.example');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('refusals can be read by the page, too', async () => {
    const response = await gateway.call('/files', { method: 'POST', headers: { origin: site } });
    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe(site);
    expect(response.headers.get('access-control-expose-headers')).toBe('location');
  });

  test("the gateway's headers replace those of the function", async () => {
    const result = {
      statusCode: 200,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' },
    };
    const response = await gateway.call('/open/x', {
      headers: { origin: site, 'x-answer': JSON.stringify(result) },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe(site);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });
});
