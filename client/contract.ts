// The HTTP contract as plain types: requests and answers of the API, without the schemas by which the server checks them.
import type { Permissions } from './permissions-contract.ts';
import type { Variant } from './variant-contract.ts';
import type { Checksum, ImageFacts, Verdict } from './verdict.ts';

/** The state of a file. */
export type Status = 'pending' | 'ready' | 'rejected' | 'deleted';

/** Who can see a file: callers with a permission, or everyone who knows its `url`. */
export type Visibility = 'private' | 'public';

/** A file as callers see it. An alias and not an interface: Uppy takes only a type with an index signature as a body. */
export type File = {
  id: string;
  collection: string;
  owner: string;
  status: Status;
  /** What a pending file with accepted bytes waits for: the malware scanner, or a decision of an administrator. */
  pendingReason?: 'scanning' | 'held' | undefined;
  filename: string;
  title?: string | undefined;
  caption?: string | undefined;
  /** What the uploader's application attached to the file. */
  metadata?: Record<string, string> | undefined;
  /** Bytes, as claimed while pending and as stored afterwards. */
  size: number;
  /** While the file of a form is awaited: the most bytes that it may have, which `size` is until then. */
  maxBytes?: number | undefined;
  /** The claimed type while pending, the detected type once ready. */
  contentType: string;
  image?: ImageFacts | undefined;
  /** Re-encoded copies of an image by their names; absent while there are none. */
  variants?: Record<string, Variant> | undefined;
  /** The state of the making of variants; absent when none are made of the file. */
  variantsStatus?: 'preparing' | 'ready' | 'failed' | undefined;
  /** Checksum of the validated bytes, to compare a download with. */
  checksum?: Checksum | undefined;
  /** The same as 64 hex digits, where it is the SHA-256 of the whole file. */
  sha256?: string | undefined;
  verdict?: Verdict | undefined;
  /** ISO time. */
  createdAt: string;
  /** Grows with every edit; send it with the next one. */
  revision: number;
  /** Counts the contents that the file has had: 1 until it is replaced. */
  version: number;
  /** ISO time. */
  readyAt?: string | undefined;
  /** ISO time at which a pending upload expires; of a ready file, when it is deleted, if it is kept for a limited time. */
  expiresAt?: string | undefined;
  visibility: Visibility;
  /** Address of a public file on the CDN, once it is published. */
  url?: string | undefined;
  permissions: Permissions;
};

/** How to send the bytes to S3: in one form post, or in parts. */
export type Upload =
  | {
      kind: 'post';
      url: string;
      /** Form fields to send verbatim, before the field `file`. */
      fields: Record<string, string>;
      expiresAt: string;
    }
  | {
      kind: 'multipart';
      /** Bytes of every part but the last. */
      partSize: number;
      partCount: number;
      expiresAt: string;
      /** Links of the first parts, where the claim asked for them. */
      parts?: SignedPart[] | undefined;
    };

/** A link to one part: `PUT` exactly `size` bytes to `url` with `headers`. */
export interface SignedPart {
  partNumber: number;
  url: string;
  headers: Record<string, string>;
  size: number;
  expiresAt: string;
}

/** Answer of `POST /files`; `upload` is absent when a repeated request finds its file already settled. */
export interface IssueResponse {
  file: File;
  upload?: Upload | undefined;
}

/** The outcome of one claim of a batch. `not_issued`: another claim of a batch in the mode `all` was refused. */
export type ClaimOutcome =
  | ({ outcome: 'issued' } & IssueResponse)
  | { outcome: 'refused'; problem: Problem }
  | { outcome: 'not_issued' };

/** Answer of `POST /files` to a batch: one outcome for each claim, in their order. */
export interface BatchResponse {
  results: ClaimOutcome[];
}

/** Answer of `POST /files/{id}/parts`. */
export interface SignPartsResponse {
  parts: SignedPart[];
}

/** Answer of `GET /files/{id}/parts`: what S3 already holds. */
export interface ListPartsResponse {
  parts: { partNumber: number; size: number; etag: string }[];
}

/** Answer of `GET /files/{id}`. */
export interface FileResponse {
  file: File;
}

/** Answer of `GET /files`, in the order that was asked for; no `nextCursor` on the last page. */
export interface ListResponse {
  files: File[];
  nextCursor?: string | undefined;
}

/** Answer of `GET /files/{id}/download`. */
export interface DownloadResponse {
  url: string;
  expiresAt: string;
  checksum?: Checksum | undefined;
  sha256?: string | undefined;
}

/** The outcome for one of several files: the value, or the error that a request about this file alone would get. */
export type FileResult<Done> =
  | ({ id: string } & Done)
  | { id: string; outcome: 'refused'; problem: Problem };

/** Answer of `POST /downloads`: one result for each file, in their order. */
export interface DownloadsResponse {
  results: FileResult<{ outcome: 'issued' } & DownloadResponse>[];
}

/** Answer of `POST /deletions`: one result for each file, in their order. */
export interface DeletionsResponse {
  results: FileResult<{ outcome: 'deleted' }>[];
}

/** Answer of `GET /files/{id}/grants`. */
export interface GrantsResponse {
  grants: { principal: string; grantedBy: string; grantedAt: string }[];
  nextCursor?: string | undefined;
}

/** Answer of `POST /files/{id}/links`, the only one that holds the link itself. */
export interface LinkResponse {
  id: string;
  url: string;
  expiresAt: string;
  maxUses?: number | undefined;
  sender?: string | undefined;
}

/** Answer of `GET /files/{id}/links`. */
export interface LinksResponse {
  links: (Omit<LinkResponse, 'url'> & { createdBy: string; createdAt: string })[];
  nextCursor?: string | undefined;
}

/** Answer of `GET /usage`. */
export interface UsageResponse {
  bytes: number;
  files: number;
  limits: { bytes: number; files: number };
}

/** The details of each error code besides the sentence. */
export interface ProblemDetails {
  invalid_request: { issues: { field: string; message: string }[] };
  unauthorized: unknown;
  forbidden: unknown;
  quota_exceeded: { resource: 'bytes' | 'files'; used: number; limit: number; needed: number };
  not_found: unknown;
  method_not_allowed: { allowed: string[] };
  not_ready: { fileStatus: string };
  variant_not_available: { variant: string; state: 'preparing' | 'failed' | 'none' };
  conflict: unknown;
  idempotency_key_reused: unknown;
  upload_expired: { expiresAt: string };
  upload_gone: unknown;
  sharing_limit_reached: { resource: 'grants' | 'links'; limit: number };
  list_too_long: { limit: number };
  parts_incomplete: { missing: number[]; wrong: number[] };
  request_too_large: { maxBytes: number };
  file_too_large: { size: number; maxBytes: number };
  type_not_allowed: { contentType: string; allowed: string[] };
  too_many_requests: { retryAfterSeconds: number };
}

/** An error of the API, `application/problem+json` (RFC 9457). Narrow it by its `code` to reach the details. */
export type Problem = {
  [Code in keyof ProblemDetails]: {
    code: Code;
    title: string;
    status: number;
    detail: string;
  } & ProblemDetails[Code];
}[keyof ProblemDetails];

/** Stable name of a refusal. */
export type ErrorCode = Problem['code'];

/** Body of `POST /files`. */
export interface IssueRequest {
  /** For services: `sub` of the principal whose file it becomes. */
  owner?: string | undefined;
  collection: string;
  filename: string;
  contentType: string;
  size: number;
  sha256?: string | undefined;
  checksumParts?: boolean | undefined;
  replaces?: string | undefined;
  title?: string | undefined;
  caption?: string | undefined;
  metadata?: Record<string, string> | undefined;
  /** When the file is deleted, ISO 8601 with a time zone. */
  expiresAt?: string | undefined;
  /** Bytes of every part but the last, of a file sent in parts; a multiple of 64 KiB. */
  partSize?: number | undefined;
  /** Asks for the links of the first parts in the answer, one for each entry. */
  firstParts?: { sha256?: string | undefined }[] | undefined;
}

/** Body of `POST /files` for at most 50 files; `mode` says whether one refused claim refuses all. */
export interface BatchRequest {
  mode?: 'each' | 'all' | undefined;
  /** For services: `sub` of the principal whose files they become. */
  owner?: string | undefined;
  claims: Omit<IssueRequest, 'owner'>[];
}

/** Body of `POST /files/{id}/parts`. */
export interface SignPartsRequest {
  parts: { partNumber: number; sha256?: string | undefined }[];
}

/** Which page of a list; pass `nextCursor` as `cursor` for the next one. */
export interface PageQuery {
  cursor?: string | undefined;
  /** 1 to 100. Default: 50. */
  limit?: number;
}

/** Which files to list: your own; with `owner` or `scope` those of others; or with `shared` (`me`, `group:<name>`) what is shared. */
export interface ListQuery extends PageQuery {
  collection?: string | undefined;
  status?: 'pending' | 'ready' | 'rejected' | undefined;
  /** A content type, or a family of them as `image/*`. */
  type?: string | undefined;
  /** How the filename begins, in exactly these letters; `search`: what it or the title contains, in any of four spellings. */
  name?: string | undefined;
  search?: string | undefined;
  /** `sub` of the owner whose files to list, in the collections that you administer or read. */
  owner?: string | undefined;
  /** Everyone's files in `collection`, without those that are still uploaded. */
  scope?: 'all' | undefined;
  /** `name` and `size` for lists of at most 5,000 files; a longer one is refused with `list_too_long`. Default: `time`. */
  sort?: 'time' | 'name' | 'size' | undefined;
  /** With `time` `newest` or `oldest` first, by default `newest`; with `name` and `size` by default `ascending`. */
  order?: 'newest' | 'oldest' | 'ascending' | 'descending' | undefined;
  /** Only alone, or with `cursor` and `limit`. */
  shared?: string | undefined;
  /** Only these files, at most 100 ids separated by commas; cannot be combined with another filter. */
  ids?: string | undefined;
}

/** Body of `PATCH /files/{id}`; null removes a text. */
export interface EditRequest {
  title?: string | null | undefined;
  caption?: string | null | undefined;
  /** Replaces all metadata; null removes it. */
  metadata?: Record<string, string> | null | undefined;
  /** Only for publishers of the collection. */
  visibility?: Visibility | undefined;
  /** The revision that you have seen; when the file was edited since, the answer is `conflict`. Default: the latest. */
  revision?: number | undefined;
}

/** Body of `POST /files/{id}/links`. */
export interface LinkRequest {
  /** One minute to thirty days. */
  expiresInSeconds: number;
  /** How often the link may be followed. Default: without limit. */
  maxUses?: number | undefined;
  /** The sender of the link, as its page shows it: one line of at most 100 characters. Default: the page names no sender. */
  sender?: string | undefined;
}
