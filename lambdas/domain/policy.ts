// The policy: which claims are admitted, and which evidence is accepted.

import { mayUpload, type Principal } from './access.ts';
import type { Collection, Config } from './config.ts';
import { canonicalType, isTextType } from './content-types.ts';
import { invalid, Refusal } from './errors.ts';
import { normaliseFilename } from './filename.ts';
import type { Evidence, Reason, Verdict } from './verdict.ts';

/** What an uploader says about a file. Never trusted. */
export interface Claim {
  readonly collection: string;
  readonly filename: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, 64 hex digits or base64. */
  readonly sha256?: string | undefined;
  /** Whether every part of a file sent in parts will come with its SHA-256. */
  readonly checksumParts?: boolean | undefined;
  /** The id of the file that this one is to replace. */
  readonly replaces?: string | undefined;
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
}

/** A claim that the policy let in: canonical type, clean filename, SHA-256 in base64. */
export type AdmittedClaim = Omit<Claim, 'collection'> & { readonly collection: Collection };

/** Admits a claim or throws the `Refusal` that says why not. */
export function admitClaim(claim: Claim, principal: Principal, config: Config): AdmittedClaim {
  const collection = Object.hasOwn(config.collections, claim.collection)
    ? config.collections[claim.collection]
    : undefined;
  if (!collection) {
    const names = Object.keys(config.collections).join(', ');
    throw invalid('collection', `is not one of ${names}.`);
  }
  if (!mayUpload(principal, collection)) {
    throw new Refusal('forbidden', `You may not upload to the collection ${collection.name}.`, {});
  }
  const contentType = canonicalType(claim.contentType);
  const allowed = collection.types.map(canonicalType);
  if (!allowed.includes(contentType)) {
    throw new Refusal(
      'type_not_allowed',
      `The collection ${collection.name} takes no ${contentType}; it takes ${allowed.join(', ')}.`,
      { contentType, allowed },
    );
  }
  if (claim.size > collection.maxBytes) {
    throw new Refusal(
      'file_too_large',
      `The file has ${claim.size} bytes; the collection ${collection.name} takes at most ${collection.maxBytes}.`,
      { size: claim.size, maxBytes: collection.maxBytes },
    );
  }
  return {
    ...claim,
    collection,
    contentType,
    filename: normaliseFilename(claim.filename),
    sha256: claim.sha256 === undefined ? undefined : base64Sha256(claim.sha256),
  };
}

/** Reads a SHA-256 given as 64 hex digits or as base64, and writes it as S3 wants it: base64. */
export function base64Sha256(digest: string, field = 'sha256'): string {
  const isHex = /^[0-9a-f]{64}$/i.test(digest);
  if (!isHex && !/^[A-Za-z0-9+/]{43}=$/.test(digest)) {
    throw invalid(field, 'must be a SHA-256 as 64 hex digits or as base64.');
  }
  return Buffer.from(digest, isHex ? 'hex' : 'base64').toString('base64');
}

/** Judges the evidence about a stored object against its claim and its collection's policy. Never throws. */
export function judge(
  claim: { readonly contentType: string; readonly size: number },
  evidence: Evidence,
  collection: Collection | undefined,
): Verdict {
  const declaredType = canonicalType(claim.contentType);
  const { detectedType, size, text } = evidence;
  const reject = (reason: Reason, detail: string): Verdict => ({
    outcome: 'rejected',
    reason,
    declaredType,
    detectedType,
    size,
    detail,
  });

  if (size === 0) return reject('empty', 'The file is empty. Choose a file with content.');
  if (size !== claim.size) {
    return reject(
      'size_mismatch',
      `The upload has ${size} bytes, but ${claim.size} were announced. Upload the file again.`,
    );
  }
  if (!collection) {
    return reject('collection_removed', 'This collection no longer takes files. Choose another.');
  }
  if (text.kind === 'active') {
    return reject(
      'active_content',
      `The content is ${text.looksLike}, which a browser or shell could run; it was sent as ${declaredType}. Send it in a format that holds no code.`,
    );
  }

  const accepted = isTextType(declaredType)
    ? judgeText(declaredType, evidence, reject)
    : judgeBinary(declaredType, evidence, reject);
  if (accepted.outcome === 'rejected') return accepted;
  const allowed = collection.types.map(canonicalType);
  if (!allowed.includes(declaredType)) {
    return reject(
      'type_not_allowed',
      `The collection ${collection.name} takes no ${declaredType}; it takes ${allowed.join(', ')}.`,
    );
  }
  return accepted;
}

type Reject = (reason: Reason, detail: string) => Verdict;

function judgeText(declaredType: string, { detectedType, size, text }: Evidence, reject: Reject) {
  const isThatText =
    detectedType === undefined ||
    detectedType === declaredType ||
    // Every text format is plain text too; the reverse is not so.
    (declaredType === 'text/plain' && isTextType(detectedType));
  if (!isThatText) return mismatch(declaredType, detectedType, reject);
  if (text.kind === 'binary') {
    return reject(
      'not_text',
      `The file was sent as ${declaredType}, but it is not UTF-8 text. Save it as UTF-8 and upload it again.`,
    );
  }
  return { outcome: 'accepted', declaredType, detectedType: declaredType, size } as const;
}

function judgeBinary(declaredType: string, { detectedType, size }: Evidence, reject: Reject) {
  if (detectedType === undefined) {
    return reject(
      'type_unknown',
      `The file was sent as ${declaredType}, but its bytes carry no mark of any known type. Check that it opens on your side and export it anew.`,
    );
  }
  if (detectedType !== declaredType) return mismatch(declaredType, detectedType, reject);
  return { outcome: 'accepted', declaredType, detectedType, size } as const;
}

const mismatch = (declaredType: string, detectedType: string, reject: Reject): Verdict =>
  reject(
    'type_mismatch',
    `The file was sent as ${declaredType}, but its bytes are ${detectedType}. Send it under its true type, or choose another file.`,
  );
