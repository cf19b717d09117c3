// Posting to a webhook: which addresses are refused at the moment of connecting, and which answers end what.
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverWebhook, NotAcceptedError } from '../../lambdas/deliver-webhook/deliver-webhook.ts';
import type { OutgoingEvent } from '../../lambdas/domain/relay-ports.ts';
import { postWebhookTo } from '../../lambdas/webhooks/post-webhook.ts';
import {
  isPublic,
  PrivateAddressError,
  publicLookup,
  requirePublicLiteral,
} from '../../lambdas/webhooks/public-address.ts';
import { webhookHeaders } from '../../lambdas/webhooks/sign-webhook.ts';
import { startReceiver } from './receiver.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
const event: OutgoingEvent = {
  version: 1,
  id: 'evt_0123456789abcdef0123456789abcdef',
  type: 'QuotaExceeded',
  time: '2026-11-22T10:01:00.000Z',
  sequence: '7'.padStart(40, '0'),
  owner: 'olivia',
  collection: 'images',
  resource: 'files',
  used: 3,
  limit: 3,
  needed: 1,
};
const deliver = (url: string, timeoutSeconds = 10) =>
  deliverWebhook({
    post: postWebhookTo({ url, timeoutSeconds }),
    findSecret: async (name) => secretOf(name.length),
    secretNames: ['new', 'old one'],
    now: () => new Date(),
  });

describe('an event', () => {
  it('an event is accepted once, and verified by another implementation with either secret', async () => {
    expect(await deliver(receiver.url)(event)).toBe(204);
    const [{ headers, body } = expect.fail('nothing arrived')] = receiver.deliveries;
    for (const secret of [secretOf(3), secretOf(7)]) {
      expect(new Webhook(secret).verify(body, { ...headers })).toEqual({
        type: 'QuotaExceeded',
        timestamp: event.time,
        data: event,
      });
    }
    expect(() => new Webhook(secretOf(4)).verify(body, { ...headers })).toThrow(
      'No matching signature found',
    );
  });

  it('an event is signed as another implementation signs it, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        (body, key, at) => {
          const secret = `whsec_${Buffer.from(key).toString('base64')}`;
          const headers = webhookHeaders({ id: 'evt_1', at, body }, [secret]);
          expect(headers['webhook-signature']).toBe(
            new Webhook(secret).sign('evt_1', at, Buffer.from(body)),
          );
        },
      ),
    );
  });

  it.each([
    ['500', 500, {}, undefined],
    ['503 with seconds to wait', 503, { 'retry-after': '120' }, 120],
    ['429 with a wait that is no time', 429, { 'retry-after': 'soon' }, undefined],
    ['410', 410, {}, undefined],
    ['304', 304, {}, undefined],
  ])('that is answered %s is not accepted', async (_case, status, headers, retryAfterSeconds) => {
    receiver.answerWith((_delivery, response) => void response.writeHead(status, headers).end());
    await expect(deliver(receiver.url)(event)).rejects.toMatchObject({
      name: 'NotAcceptedError',
      status,
      retryAfterSeconds,
    });
  });

  it('a webhook does not follow a redirect', async () => {
    const other = await startReceiver();
    receiver.answerWith(
      (_delivery, response) => void response.writeHead(307, { location: other.url }).end(),
    );
    await expect(deliver(receiver.url)(event)).rejects.toBeInstanceOf(NotAcceptedError);
    expect(other.deliveries).toEqual([]);
    other.close();
  });

  it('waits no longer than its time for an answer', async () => {
    receiver.answerWith(() => {});
    await expect(deliver(receiver.url, 0.2)(event)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('an event whose receiver answers byte by byte is given no more time than one that gets no answer', async () => {
    let dripping: NodeJS.Timeout | undefined;
    receiver.answerWith((_delivery, { socket }) => {
      socket?.write('HTTP/1.1 200 OK\r\nx-slow: ');
      dripping = setInterval(() => socket?.write('x'), 10);
    });
    await expect(deliver(receiver.url, 0.2)(event)).rejects.toMatchObject({ name: 'AbortError' });
    clearInterval(dripping);
  });

  it('the status of an answer accepts an event, however long the body of the answer is or however it ends', async () => {
    receiver.answerWith((_delivery, response) => {
      response.writeHead(200);
      response.write('x'.repeat(1_000_000), () => response.destroy());
    });
    expect(await deliver(receiver.url)(event)).toBe(200);
  });

  it('an event is not posted without its secret', async () => {
    const broken = deliverWebhook({
      post: postWebhookTo({ url: receiver.url, timeoutSeconds: 1 }),
      findSecret: async () => undefined,
      secretNames: ['/Airlock-Media/webhook-secrets/shop/a'],
      now: () => new Date(),
    });
    await expect(broken(event)).rejects.toThrow('webhook-secrets/shop/a does not exist');
    expect(receiver.deliveries).toEqual([]);
  });
});

describe('an address', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2001::1',
    '2002:a00:1::1',
    'localhost',
    '',
  ])('%s is not public', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it.each(['8.8.8.8', '93.184.215.14', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );

  it.each([
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00::1]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://0x0a000001/',
    'https://167772161/',
  ])('in a URL such as %s is refused before anything is sent', (url) => {
    expect(() => requirePublicLiteral(new URL(url))).toThrow(PrivateAddressError);
  });

  it('every address of a webhook’s host name is checked when connecting', async () => {
    const resolveTo = (...addresses: string[]): Parameters<typeof publicLookup>[0] =>
      ((_name: string, _options: unknown, done: (error: null, all: LookupAddress[]) => void) =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )) as never;
    const look = (lookup: LookupFunction, all: boolean) =>
      new Promise((resolve) => {
        lookup('hooks.example.com', { all } as never, (error, address) =>
          resolve(error ?? address),
        );
      });
    const mixed = publicLookup(resolveTo('8.8.8.8', '10.0.0.1'));
    expect(await look(mixed, true)).toBeInstanceOf(PrivateAddressError);
    expect(await look(publicLookup(resolveTo()), true)).toBeInstanceOf(PrivateAddressError);
    const sound = publicLookup(resolveTo('8.8.8.8', '2606:4700::1111'));
    expect(await look(sound, false)).toBe('8.8.8.8');
    expect(await look(sound, true)).toHaveLength(2);
  });

  it('an address of this machine is refused where the URL has a name for it', async () => {
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    await expect(deliver(url)(event)).rejects.toBeInstanceOf(PrivateAddressError);
    expect(receiver.deliveries).toEqual([]);
  });
});
