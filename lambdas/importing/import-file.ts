// POST /imports, for operators alone: admits the claim of an existing object and stores its record, once for each object.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import type { Principal } from '../domain/access.ts';
import type { Quota } from '../domain/collection.ts';
import { invalid, notFound } from '../domain/errors.ts';
import { type FileRecord, hasArrived, type PendingFile } from '../domain/file.ts';
import { importIdOf } from '../domain/import-id.ts';
import { planUpload } from '../domain/plan-upload.ts';
import { admitClaim } from '../domain/policy.ts';
import type { AddFile, FindFile, FindFiles, NewToken, Now } from '../domain/ports.ts';
import { hasRoom, limitsOf, NO_USAGE, quotaExceeded } from '../domain/quota.ts';
import type {
  ImportedFile,
  ImportRequest,
  ImportResponse,
  LookupResponse,
} from '../http/import-contract.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findFile: FindFile;
  readonly addFile: AddFile;
  readonly newToken: NewToken;
  readonly now: Now;
}

/** Attempts that may have expired without bytes before an import is refused. */
const MAX_ATTEMPTS = 100;

/** Begins an import, or returns the file of an earlier one. When an attempt expired without bytes, another one follows. */
export const importFile =
  (ports: Ports) =>
  async (request: ImportRequest, principal: Principal): Promise<ImportResponse> => {
    requireOperator(principal);
    const { source, owner, collection, reference } = request;
    const identity = { ...source, owner, collection, reference };
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const id = importIdOf(identity, attempt);
      const known = await ports.findFile(id);
      if (known && hasExpired(known)) continue;
      if (known) return { outcome: 'known', file: viewImported(known) };
      const file = planImport(id, request, principal, ports);
      if (request.isTrial) return { outcome: 'admissible' };
      if (await add(file, request, ports)) return { outcome: 'begun', file: viewImported(file) };
      // Another command has begun the same import since.
      const other = await ports.findFile(id);
      if (other) return { outcome: 'known', file: viewImported(other) };
    }
    throw invalid('source', `has expired without bytes ${MAX_ATTEMPTS} times.`);
  };

/** Finds what became of imports. */
export const lookUpImports =
  (findFiles: FindFiles) =>
  async (ids: readonly string[], principal: Principal): Promise<LookupResponse> => {
    requireOperator(principal);
    return { files: [...(await findFiles(ids)).values()].map(viewImported) };
  };

function requireOperator({ isOperator }: Principal): void {
  if (!isOperator) throw notFound();
}

/** Whether no bytes arrived in time, so that the import may begin once more. What a caller deleted stays deleted. */
const hasExpired = (file: FileRecord): boolean =>
  file.status === 'deleted' && file.expired === 'upload';

/** Plans the file as an upload of one piece: S3 copies the bytes, whatever their number, without the uploader's help. */
function planImport(
  id: string,
  request: ImportRequest,
  principal: Principal,
  { config, newToken, now }: Ports,
): PendingFile {
  const {
    source,
    owner,
    reference: _,
    ignoresQuota: __,
    isTrial: ___,
    createdAt,
    ...claim
  } = request;
  const at = now();
  if (createdAt !== undefined && Date.parse(createdAt) > at.getTime()) {
    throw invalid('createdAt', `is in the future; at the server it is ${at.toISOString()}.`);
  }
  const admitted = admitClaim(claim, principal, config, at);
  const { file } = planUpload(admitted, { id, publicToken: newToken(), owner, at }, config);
  return {
    ...file,
    ...(createdAt !== undefined && { createdAt: new Date(createdAt).toISOString() }),
    imported: { at: at.toISOString(), etag: source.etag },
  };
}

/** Limits that no owner reaches: the largest numbers that a counter holds exactly. */
const NO_LIMITS: Quota = { bytes: Number.MAX_SAFE_INTEGER, files: Number.MAX_SAFE_INTEGER };

/** Adds the record; false when there is one of this id already. */
async function add(
  file: PendingFile,
  { ignoresQuota }: ImportRequest,
  { config, addFile }: Ports,
): Promise<boolean> {
  const limits = ignoresQuota ? NO_LIMITS : limitsOf({ sub: file.owner, groups: [] }, config);
  if (!hasRoom(NO_USAGE, limits, file.size)) throw quotaExceeded(NO_USAGE, limits, file.size);
  const added = await addFile(file, limits);
  switch (added.outcome) {
    case 'added':
      return true;
    case 'id_taken':
      return false;
    case 'no_room':
      throw quotaExceeded(added.used, limits, file.size);
    default:
      throw new Error(`An import was answered as ${added.outcome}.`);
  }
}

const viewImported = (file: FileRecord): ImportedFile => ({
  id: file.id,
  status: file.status,
  key: file.key,
  contentType: file.contentType,
  size: file.size,
  hasArrived: hasArrived(file),
  etag: file.imported?.etag,
  ...(file.status === 'rejected' && { reason: file.verdict.reason }),
  ...(hasExpired(file) && { hasExpired: true }),
  ...(file.status === 'pending' && { expiresAt: file.expiresAt }),
});
