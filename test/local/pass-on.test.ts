// The way from the local CDN to an API: what of the viewer's request gets there, and what of the answer comes back.
import type { IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpServer, openServer } from '../../local/http-server.ts';
import { type ApiOrigin, passOn } from '../../local/site/pass-on.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let api: HttpServer;
beforeAll(async () => {
  api = await openServer(0);
  api.serve(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const seen: Seen = { method, url, headers, body: await text(request) };
    const status = Number(headers['x-answer'] ?? 200);
    response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' });
    response.end(status === 204 ? undefined : JSON.stringify(seen));
  });
});
afterAll(() => api.close());

const origin: ApiOrigin = {
  name: 'api.example.com',
  isRun: true,
  addedHeaders: { 'x-added': 'by the CDN' },
  passedHeaders: ['accept', 'sec-fetch-mode', 'x-answer'],
};
const ask = (init: RequestInit = {}, path = '/links/token?utm_source=mail') =>
  passOn(origin, api.url, new Request(`http://127.0.0.1:9${path}`, init));

it('an API gets the named headers of a viewer and those that the CDN adds, and no query, cookie or host', async () => {
  const response = await ask({
    headers: {
      ...{ accept: 'text/html', 'sec-fetch-mode': 'navigate', cookie: 'session=secret' },
      ...{ 'user-agent': 'Browser', 'accept-language': 'de', 'x-added': 'by the viewer' },
    },
  });
  const { url, headers } = (await response.json()) as Seen;
  expect(url).toBe('/links/token');
  expect(headers).toEqual({
    ...{ accept: 'text/html', 'sec-fetch-mode': 'navigate', 'x-added': 'by the CDN' },
    ...{ 'user-agent': 'Amazon CloudFront', host: new URL(api.url).host },
    ...{ connection: 'keep-alive', 'content-length': '0' },
  });
});

it('an API gets the method and the body of a viewer', async () => {
  const headers = { 'content-type': 'text/plain' };
  const response = await ask({ method: 'POST', headers, body: 'a body' });
  expect(await response.json()).toMatchObject({ method: 'POST', body: 'a body', headers });
});

it.each([204, 302, 404, 503])(
  'an answer of %i of the API is passed on as it is',
  async (status) => {
    const response = await ask({ headers: { 'x-answer': String(status) } });
    expect(response.status).toBe(status);
    expect(response.headers.get('location')).toBe('/elsewhere');
    expect((await response.text()) === '').toBe(status === 204);
  },
);

it('an API that does not run here is answered for with 502', async () => {
  const other = { ...origin, isRun: false };
  const response = await passOn(other, api.url, new Request('http://127.0.0.1:9/links/token'));
  expect(response.status).toBe(502);
  expect(await response.text()).toBe('The API api.example.com does not run here.\n');
});
