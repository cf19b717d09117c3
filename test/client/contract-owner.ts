// What the contract server keeps for owners: texts, grants, links and usage.
import { randomUUID } from 'node:crypto';
import type { File } from '../../lambdas/http/contract.ts';
import type { EditRequest } from '../../lambdas/http/edit-requests.ts';
import type { LinkRequest } from '../../lambdas/http/link-requests.ts';

/** A status and, if any, a body. */
export type Reply = [status: number, body?: unknown];

/** A file with its grants and links. */
export interface Owned {
  file: File;
  readonly grants: Set<string>;
  readonly links: Map<string, LinkRequest>;
}

const limits = { bytes: 1000, files: 10 };
const at = '2026-11-22T12:00:00.000Z';

/** The error of the contract, as the server words it. */
export const problem = (status: number, code: string, details: object = {}): Reply => [
  status,
  { code, title: code, status, detail: `Refused: ${code}.`, ...details },
];

/** A request about one file. */
interface OwnerRequest {
  readonly method: string | undefined;
  /** What follows the id in the path, and what follows that. */
  readonly action: string;
  readonly rest: string;
  readonly url: URL;
  readonly body: Buffer;
}

/** Answers what only owners ask of a file; undefined when it is nothing of that. */
export function answerOwner(entry: Owned, request: OwnerRequest): Reply | undefined {
  if (request.action === 'grants') return answerGrants(entry, request);
  if (request.action === 'links') return answerLinks(entry, request);
  return request.method === 'PATCH' ? edit(entry, JSON.parse(request.body.toString())) : undefined;
}

function edit(entry: Owned, { title, caption, revision }: EditRequest): Reply {
  const { file } = entry;
  if (revision !== undefined && revision !== file.revision) return problem(409, 'conflict');
  entry.file = {
    ...file,
    revision: file.revision + 1,
    title: title === undefined ? file.title : (title ?? undefined),
    caption: caption === undefined ? file.caption : (caption ?? undefined),
  };
  return [200, { file: entry.file }];
}

function answerGrants(entry: Owned, { method, rest, url }: OwnerRequest): Reply {
  const principal = decodeURIComponent(rest);
  if (method === 'PUT') entry.grants.add(principal);
  if (method === 'DELETE') entry.grants.delete(principal);
  if (method !== 'GET') return [204];
  const grants = [...entry.grants].map((each) => ({
    principal: each,
    grantedBy: 'alice',
    grantedAt: at,
  }));
  return [200, page('grants', grants, url)];
}

function answerLinks(entry: Owned, { method, rest, url, body }: OwnerRequest): Reply {
  if (method === 'DELETE') entry.links.delete(rest);
  if (method === 'DELETE') return [204];
  if (method === 'POST') {
    const request = JSON.parse(body.toString()) as LinkRequest;
    const link = { id: randomUUID(), expiresAt: at, maxUses: request.maxUses };
    entry.links.set(link.id, request);
    return [201, { ...link, url: `${url.origin}/links/secret` }];
  }
  const links = Array.from(entry.links, ([each, { maxUses }]) => {
    const times = { createdAt: at, expiresAt: at };
    return { id: each, createdBy: 'alice', ...times, maxUses };
  });
  return [200, page('links', links, url)];
}

/** Answers `GET /usage`. */
export function answerUsage(entries: Iterable<Owned>): Reply {
  const files = Array.from(entries, ({ file }) => file).filter(
    ({ status }) => status !== 'deleted',
  );
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return [200, { bytes, files: files.length, limits }];
}

/** Answers `GET /files`; `me` is bob, for whom alice's files are shared or not. */
export function answerList(entries: Iterable<Owned>, url: URL): Reply {
  const shared = url.searchParams.get('shared')?.replace(/^me$/, 'user:bob');
  const seen = [...entries].filter(({ grants }) => !shared || grants.has(shared));
  return [200, { files: seen.map(({ file }) => file) }];
}

function page(name: string, items: readonly unknown[], { searchParams }: URL): object {
  const from = Number(searchParams.get('cursor') ?? 0);
  const to = from + Number(searchParams.get('limit') ?? 50);
  return {
    [name]: items.slice(from, to),
    ...(to < items.length && { nextCursor: String(to) }),
  };
}
