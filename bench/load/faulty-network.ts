// The network of a load run: a faulty proxy before API, S3, DynamoDB and CDN, for clients and functions alike, and an account of what it did.
import type { IncomingMessage } from 'node:http';
import type { Origins } from '../../local/addresses.ts';
import { answerFor, type HttpAnswer } from '../../test/faults/error-responses.ts';
import { type FaultKind, faultKinds, startFaultyProxy } from './faulty-proxy.ts';

/** Who asks: a caller outside, or a function. */
export const askers = ['client', 'function'] as const;
export type Asker = (typeof askers)[number];

/** What came through, and what was done to it. */
export interface Traffic {
  requests: number;
  readonly faults: Record<FaultKind, number>;
}

/** A network that fails. */
export interface FaultyNetwork {
  /** The addresses of the servers. */
  readonly origins: Origins;
  readonly traffic: Readonly<Record<Asker, Traffic>>;
  /** Connections that broke without an injected fault. */
  readonly accidents: number;
  /** No request fails from now on. */
  calm(): void;
}

/** The servers that a proxy stands before; a load sends nothing to site and issuer. */
const proxied = ['api', 's3', 'dynamodb', 'cdn'] as const;
type Proxied = (typeof proxied)[number];

/** Starts the proxies; a `share` of all requests fail, each kind of fault as often as any other. */
export async function startFaultyNetwork(origins: Origins, share: number): Promise<FaultyNetwork> {
  const idle = (): Traffic => ({
    requests: 0,
    faults: Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Traffic['faults'],
  });
  const traffic = { client: idle(), function: idle() };
  let accidents = 0;
  let isCalm = false;

  const strikeAt = (server: Proxied) => (request: IncomingMessage) => {
    if (isCalm) return undefined;
    const seen = traffic[askerOf(server, request)];
    seen.requests += 1;
    if (Math.random() >= share) return undefined;
    const kind = faultKinds[Math.floor(Math.random() * faultKinds.length)];
    if (kind) seen.faults[kind] += 1;
    return kind;
  };

  const proxies = await Promise.all(
    proxied.map(async (server) => {
      const { url } = await startFaultyProxy({
        target: origins[server],
        strike: strikeAt(server),
        answer: answers[server],
        onAccident: () => {
          accidents += 1;
        },
      });
      return [server, url] as const;
    }),
  );
  return {
    origins: { ...origins, ...Object.fromEntries(proxies) },
    traffic,
    get accidents() {
      return accidents;
    },
    calm() {
      isCalm = true;
    },
  };
}

/** Functions sign in a header; people's requests to S3 have their signature in the URL or in the form. */
const askerOf = (server: Proxied, { headers }: IncomingMessage): Asker =>
  server === 'dynamodb' || (server === 's3' && headers.authorization) ? 'function' : 'client';

const gatewayAnswers = {
  'internal error': [503, 'Service UnavailableError'],
  throttled: [429, 'Too Many Requests'],
} as const;

const ofGateway = (kind: keyof typeof gatewayAnswers): HttpAnswer => {
  const [statusCode, message] = gatewayAnswers[kind];
  const headers = { 'content-type': 'application/json' };
  return { statusCode, headers, body: Buffer.from(JSON.stringify({ message })) };
};

const answers = {
  api: ofGateway,
  cdn: ofGateway,
  s3: (kind) => answerFor('S3Client', kind),
  dynamodb: (kind) => answerFor('DynamoDBClient', kind),
} satisfies Record<Proxied, (kind: keyof typeof gatewayAnswers) => HttpAnswer>;
