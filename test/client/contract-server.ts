// A server that keeps the HTTP contract, storage included, in one process: for tests that need faults at will.
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { File } from '../../lambdas/http/contract.ts';
import type { IssueRequest } from '../../lambdas/http/requests.ts';
import {
  answerList,
  answerOwner,
  answerUsage,
  type Owned,
  problem,
  type Reply,
} from './contract-owner.ts';

/** What befalls a request instead of, or after, being served. */
export type Fault =
  | 'drop before reading'
  | 'drop after serving'
  | { status: number; headers?: Record<string, string>; body?: string };

/** A request as the server saw it. */
export interface Seen {
  /** Such as `PUT part 3`, `POST form`, `POST /files`, `POST complete`. */
  readonly what: string;
  readonly at: number;
  readonly body: Buffer;
}

interface Stored extends Owned {
  readonly key: string;
  readonly request: IssueRequest;
  readonly parts: Map<number, Buffer>;
  bytes?: Buffer;
  isCompleted: boolean;
  pollsLeft: number;
}

interface Options {
  readonly partSize?: number;
  /** Files up to this size are one post. */
  readonly threshold?: number;
  /** Seconds that signatures are good for. */
  readonly urlSeconds?: number;
  /** How far the server's clock is ahead of the client's. */
  readonly clockOffsetMs?: number;
  /** Sends the `Date` header, as Node does; pages cannot read it across origins. */
  readonly sendDate?: boolean;
  readonly verdict?: 'ready' | 'rejected';
}

/** Starts the server on a free port. `faults` decides about each request, in order of arrival. */
export async function startContractServer(options: Options = {}) {
  const { partSize = 1000, threshold = 2000, urlSeconds = 900, clockOffsetMs = 0 } = options;
  const stored = new Map<string, Stored>();
  const seen: Seen[] = [];
  const control = {
    seen,
    stored,
    fault: (_what: string, _count: number): Fault | undefined => undefined,
    /** Awaited before each request is served. */
    hold: async (_what: string): Promise<void> => {},
    now: () => Date.now() + clockOffsetMs,
    count: (what: string | RegExp) => seen.filter((each) => matches(each.what, what)).length,
    url: '',
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const iso = (ms: number) => new Date(ms).toISOString();
  const amzDate = () => iso(control.now()).replace(/[-:]|\.\d+/g, '');
  const expiry = () => iso(control.now() + urlSeconds * 1000);

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', control.url);
    // As S3 and the gateway are configured: pages may call, and read no header but the simple ones.
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    if (request.method === 'OPTIONS') {
      const asked = request.headers['access-control-request-headers'] ?? '';
      response.setHeader('access-control-allow-headers', asked);
      response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
      return response.writeHead(204).end();
    }
    const what = nameOf(request.method ?? '', url);
    response.sendDate = false;
    if (options.sendDate !== false) {
      response.setHeader('date', new Date(control.now()).toUTCString());
    }
    const fault = control.fault(what, control.count(what));
    if (fault === 'drop before reading') {
      seen.push({ what, at: performance.now(), body: Buffer.alloc(0) });
      return request.socket.destroy();
    }
    const body = await read(request).catch(() => undefined);
    if (!body) return;
    seen.push({ what, at: performance.now(), body });
    await control.hold(what);
    if (typeof fault === 'object') {
      for (const [name, value] of Object.entries(fault.headers ?? {})) {
        response.setHeader(name, value);
      }
      return response.writeHead(fault.status).end(fault.body ?? '');
    }
    const reply = await serve(request, url, body);
    if (fault === 'drop after serving') return request.socket.destroy();
    send(response, reply);
  });

  async function serve(request: IncomingMessage, url: URL, body: Buffer): Promise<Reply> {
    const [root, id = '', action = '', partNumber = ''] = url.pathname.split('/').slice(1);
    const { method } = request;
    if (root === 's3' && method === 'POST') return storePost(request, body);
    if (root === 's3') return storePart(request, url, body, id, Number(partNumber));
    if (request.headers.authorization !== 'Bearer token') return [401, { message: 'Unauthorized' }];
    if (root === 'usage') return answerUsage(stored.values());
    if (method === 'GET' && !id) return answerList(stored.values(), url);
    if (method === 'POST' && !id) return issue(request, JSON.parse(body.toString()));
    const entry = stored.get(id);
    if (!entry || (entry.file.status === 'deleted' && method !== 'DELETE')) {
      return problem(404, 'not_found');
    }
    const owner = answerOwner(entry, { method, action, rest: partNumber, url, body });
    if (owner) return owner;
    if (method === 'DELETE') {
      entry.file = { ...entry.file, status: 'deleted' };
      return [204];
    }
    if (method === 'GET' && !action) return [200, { file: poll(entry) }];
    if (action === 'complete') return complete(entry);
    if (entry.isCompleted) return problem(409, 'upload_gone');
    if (method === 'GET') {
      const parts = Array.from(entry.parts, ([number, bytes]) => ({
        partNumber: number,
        size: bytes.length,
        etag: `"${number}"`,
      }));
      return [200, { parts }];
    }
    return sign(entry, JSON.parse(body.toString()).parts);
  }

  function issue(request: IncomingMessage, claim: IssueRequest): Reply {
    const key = String(request.headers['idempotency-key']);
    const known = [...stored.values()].find((entry) => entry.key === key);
    if (known && JSON.stringify(known.request) !== JSON.stringify(claim)) {
      return problem(409, 'idempotency_key_reused');
    }
    const isMultipart = claim.size > threshold;
    if (isMultipart && claim.sha256) {
      const issues = [{ field: 'sha256', message: 'is for files sent in one post.' }];
      return problem(400, 'invalid_request', { issues });
    }
    const file: File = known?.file ?? {
      id: randomUUID(),
      collection: claim.collection,
      owner: 'alice',
      status: 'pending',
      filename: claim.filename,
      contentType: claim.contentType,
      size: claim.size,
      visibility: 'private',
      revision: 1,
      createdAt: iso(control.now()),
    };
    if (!known) {
      const owned = { grants: new Set<string>(), links: new Map() };
      const fresh = { isCompleted: false, pollsLeft: 2, parts: new Map(), ...owned };
      stored.set(file.id, { file, key, request: claim, ...fresh });
    }
    if (file.status !== 'pending') return [200, { file }];
    const fields = {
      key: file.id,
      'X-Amz-Date': amzDate(),
      expires: expiry(),
      ...(claim.sha256 && { 'x-amz-checksum-sha256': claim.sha256 }),
    };
    const upload = isMultipart
      ? { kind: 'multipart', partSize, partCount: Math.ceil(claim.size / partSize) }
      : { kind: 'post', url: `${control.url}/s3/`, fields };
    return [known ? 200 : 201, { file, upload: { ...upload, expiresAt: expiry() } }];
  }

  function sign(entry: Stored, asked: { partNumber: number; sha256?: string }[]): Reply {
    const { checksumParts = false } = entry.request;
    const isUnlike = asked.some(({ sha256 }) => Boolean(sha256) !== checksumParts);
    if (asked.length > 100 || isUnlike) return problem(400, 'invalid_request', { issues: [] });
    const parts = asked.map(({ partNumber, sha256 }) => {
      const query = new URLSearchParams({ 'X-Amz-Date': amzDate(), expires: expiry() });
      return {
        partNumber,
        url: `${control.url}/s3/${entry.file.id}/part/${partNumber}?${query}`,
        headers: sha256 ? { 'x-amz-checksum-sha256': sha256 } : {},
        size: Math.min(partSize, entry.file.size - (partNumber - 1) * partSize),
        expiresAt: expiry(),
      };
    });
    return [200, { parts }];
  }

  async function storePost(request: IncomingMessage, body: Buffer): Promise<Reply> {
    const type = String(request.headers['content-type']);
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': type },
    }).formData();
    const names = [...form.keys()];
    const file = form.get('file');
    const entry = stored.get(String(form.get('key')));
    if (names.at(-1) !== 'file' || !(file instanceof Blob) || !entry)
      return xml(400, 'InvalidArgument');
    if (Date.parse(String(form.get('expires'))) <= control.now()) {
      return xml(403, 'AccessDenied', 'Invalid according to Policy: Policy expired.');
    }
    if (file.size > entry.file.size) return xml(400, 'EntityTooLarge');
    if (file.size < entry.file.size) return xml(400, 'EntityTooSmall');
    const bytes = Buffer.from(await file.arrayBuffer());
    const claimed = form.get('x-amz-checksum-sha256');
    if (claimed && claimed !== hashOf(bytes)) return xml(400, 'BadDigest');
    entry.bytes = bytes;
    return [201];
  }

  function storePart(
    request: IncomingMessage,
    url: URL,
    body: Buffer,
    id: string,
    partNumber: number,
  ): Reply {
    const entry = stored.get(id);
    if (!entry || entry.file.status === 'deleted') return xml(404, 'NoSuchUpload');
    if (Date.parse(url.searchParams.get('expires') ?? '') <= control.now()) {
      return xml(403, 'AccessDenied', 'Request has expired');
    }
    const claimed = request.headers['x-amz-checksum-sha256'];
    if (claimed && claimed !== hashOf(body)) return xml(400, 'BadDigest');
    entry.parts.set(partNumber, body);
    return [200];
  }

  function complete(entry: Stored): Reply {
    const bytes = Buffer.concat([...entry.parts].sort(([a], [b]) => a - b).map(([, part]) => part));
    if (entry.isCompleted) return [202, { file: entry.file }];
    if (bytes.length !== entry.file.size) {
      return problem(409, 'parts_incomplete', { missing: [], wrong: [] });
    }
    entry.isCompleted = true;
    entry.bytes = bytes;
    return [202, { file: entry.file }];
  }

  /** The verdict comes with the second look. */
  function poll(entry: Stored): File {
    if (entry.bytes && entry.file.status === 'pending') {
      entry.pollsLeft -= 1;
      const status = options.verdict ?? 'ready';
      if (entry.pollsLeft <= 0) entry.file = { ...entry.file, status };
    }
    return entry.file;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  control.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return control;
}

/** A running contract server. */
export type ContractServer = Awaited<ReturnType<typeof startContractServer>>;

function send(response: ServerResponse, [status, body]: Reply): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status).end(body === undefined ? '' : text);
}

const xml = (status: number, code: string, message = code): Reply => [
  status,
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
];

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

const matches = (what: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? what === wanted : wanted.test(what);

function nameOf(method: string, { pathname }: URL): string {
  const part = /^\/s3\/.+\/part\/(\d+)$/.exec(pathname)?.[1];
  if (part) return `${method} part ${part}`;
  if (pathname.startsWith('/s3')) return `${method} form`;
  return `${method} ${/^\/files\/[^/]+\/(\w+)$/.exec(pathname)?.[1] ?? pathname.replace(/\/files\/.+/, 'file')}`;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
