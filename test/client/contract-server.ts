// A server that keeps the HTTP contract before the embedded S3, in one process: for tests that need faults at will.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IssueRequest } from '../../lambdas/http/claim-requests.ts';
import type { File } from '../../lambdas/http/contract.ts';
import { allPermissions } from '../file-permissions.ts';
import {
  answerList,
  answerOwner,
  answerUsage,
  type Owned,
  problem,
  type Reply,
} from './contract-owner.ts';
import { type Fault, matches, nameOf, type Seen } from './contract-requests.ts';
import { BUCKET, bodyOf, startContractStorage } from './contract-storage.ts';

interface Stored extends Owned {
  readonly key: string;
  readonly request: IssueRequest;
  /** Of the upload in parts; empty for a file sent in one post. */
  readonly uploadId: string;
  /** What S3 has taken. */
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
  const underWay = new Set<Promise<Reply>>();
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
      // A request whose client is gone is still served.
      await Promise.allSettled(underWay);
      await storage.close();
    },
  };
  const iso = (ms: number) => new Date(ms).toISOString();
  const storage = await startContractStorage(
    () => control.now(),
    () => control.url,
  );
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
    const body = await bodyOf(request);
    if (!body) return;
    seen.push({ what, at: performance.now(), body });
    await control.hold(what);
    if (fault === 'drop before serving') return request.socket.destroy();
    if (typeof fault === 'object') {
      for (const [name, value] of Object.entries(fault.headers ?? {})) {
        response.setHeader(name, value);
      }
      return response.writeHead(fault.status).end(fault.body ?? '');
    }
    const serving = serve(request, url, body).finally(() => underWay.delete(serving));
    underWay.add(serving);
    const reply = await serving;
    if (fault === 'drop after serving') return request.socket.destroy();
    send(response, reply);
  });

  async function serve(request: IncomingMessage, url: URL, body: Buffer): Promise<Reply> {
    const [root, id = '', action = '', rest = ''] = url.pathname.split('/').slice(1);
    const { method } = request;
    if (root === BUCKET) return store(request, url, body);
    if (request.headers.authorization !== 'Bearer token') return [401, { message: 'Unauthorized' }];
    if (root === 'usage') return answerUsage(stored.values());
    if (method === 'GET' && !id) return answerMany(url);
    if (method === 'POST' && !id) {
      const key = String(request.headers['idempotency-key']);
      const claim = JSON.parse(body.toString());
      return 'claims' in claim ? issueBatch(key, claim.claims) : issue(key, claim);
    }
    const entry = stored.get(id);
    if (!entry || (entry.file.status === 'deleted' && method !== 'DELETE')) {
      return problem(404, 'not_found');
    }
    const owner = answerOwner(entry, { method, action, rest, url, body });
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

  function answerMany(url: URL): Reply {
    const ids = url.searchParams.get('ids')?.split(',');
    if (!ids) return answerList(stored.values(), url);
    const found = ids.flatMap((each) => stored.get(each) ?? []);
    return [200, { files: found.map(poll).filter(({ status }) => status !== 'deleted') }];
  }

  async function issueBatch(key: string, claims: readonly IssueRequest[]): Promise<Reply> {
    const results = await Promise.all(
      claims.map(async (claim, index) => {
        const [status, body] = await issue(`${key} ${index}`, claim);
        const isIssued = status < 300;
        return isIssued
          ? { outcome: 'issued', ...(body as object) }
          : { outcome: 'refused', problem: body };
      }),
    );
    return [207, { results }];
  }

  async function issue(key: string, claim: IssueRequest): Promise<Reply> {
    if (claim.collection === 'closed') return problem(403, 'forbidden');
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
      version: 1,
      collection: claim.collection,
      owner: 'alice',
      status: 'pending',
      filename: claim.filename,
      contentType: claim.contentType,
      size: claim.size,
      visibility: 'private',
      revision: 1,
      createdAt: iso(control.now()),
      permissions: allPermissions,
    };
    if (!known) {
      const owned = { grants: new Set<string>(), links: new Map() };
      const { contentType, checksumParts = false } = claim;
      const uploadId = isMultipart
        ? await storage.createUpload(file.id, contentType, checksumParts)
        : '';
      const fresh = { isCompleted: false, pollsLeft: 2, parts: new Map(), uploadId, ...owned };
      stored.set(file.id, { file, key, request: claim, ...fresh });
    }
    if (file.status !== 'pending') return [200, { file }];
    const upload = isMultipart
      ? { kind: 'multipart', partSize, partCount: Math.ceil(claim.size / partSize) }
      : { kind: 'post', ...storage.signForm({ key: file.id, ...claim }, urlSeconds) };
    return [known ? 200 : 201, { file, upload: { ...upload, expiresAt: expiry() } }];
  }

  async function sign(
    { file, uploadId, request }: Stored,
    asked: { partNumber: number; sha256?: string }[],
  ): Promise<Reply> {
    const { checksumParts = false } = request;
    const isUnlike = asked.some(({ sha256 }) => Boolean(sha256) !== checksumParts);
    if (asked.length > 100 || isUnlike) return problem(400, 'invalid_request', { issues: [] });
    const parts = await Promise.all(
      asked.map(async ({ partNumber, sha256 }) => {
        const size = Math.min(partSize, file.size - (partNumber - 1) * partSize);
        const part = { key: file.id, uploadId, partNumber, size, sha256 };
        return {
          partNumber,
          url: await storage.signPart(part, urlSeconds),
          headers: sha256 ? { 'x-amz-checksum-sha256': sha256 } : {},
          size,
          expiresAt: expiry(),
        };
      }),
    );
    return [200, { parts }];
  }

  /** S3 answers; what it takes is noted with the file. */
  async function store(request: IncomingMessage, url: URL, body: Buffer): Promise<Reply> {
    const named = stored.get(url.pathname.split('/')[2] ?? '');
    // A file that is deleted has its upload aborted by the purge.
    if (named?.file.status === 'deleted') await storage.abortUpload(named.file.id, named.uploadId);
    const [status, answer] = await storage.answer(request, body);
    const isTaken = status >= 200 && status < 300;
    if (isTaken && named) named.parts.set(Number(url.searchParams.get('partNumber')), body);
    const key = /<Key>([^<]+)<\/Key>/.exec(answer)?.[1] ?? '';
    const posted = isTaken && request.method === 'POST' ? stored.get(key) : undefined;
    if (posted) posted.bytes = await storage.read(key);
    return [status, answer];
  }

  // Not by S3, which completes no upload with parts as small as those of the tests.
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
