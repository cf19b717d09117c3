// Which claims the policy admits; what arrives is judged in judge/.

import { mayUpload, type Principal } from './access.ts';
import { adviceFor, listTypes } from './advice.ts';
import { bytesExactly } from './bytes-in-words.ts';
import { claimedType } from './claimed-type.ts';
import { type Collection, collectionOf, type Rules } from './collection.ts';
import { aTypeName, withWiderTypes } from './content-types.ts';
import { invalid, Refusal } from './errors.ts';
import { extensionIn } from './file-extensions.ts';
import { normaliseFilename } from './filename.ts';
import type { Metadata } from './metadata.ts';
import { requireFileId } from './replacement.ts';
import { retainedUntil } from './retention.ts';

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
  /** Bytes of every part but the last, of a file sent in parts; chosen by the server when absent. */
  readonly partSize?: number | undefined;
  /** The id of the file that this one is to replace. */
  readonly replaces?: string | undefined;
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
  readonly metadata?: Metadata | undefined;
  /** When the file is to end, ISO 8601; the collection may end it earlier. */
  readonly expiresAt?: string | undefined;
}

/** A claim that the policy admitted: canonical type, clean filename, SHA-256 in base64. */
export type AdmittedClaim = Omit<Claim, 'collection' | 'expiresAt'> & {
  readonly collection: Collection;
  readonly retainUntil?: string | undefined;
};

/** Admits a claim or throws the `Refusal` that says why not. */
export function admitClaim(
  { expiresAt, ...claim }: Claim,
  principal: Principal,
  config: Rules,
  at: Date,
): AdmittedClaim {
  const collection = collectionFor(claim, principal, config);
  const claimed = claimedType(claim.contentType, claim.filename);
  const allowed = [...collection.types, ...Object.keys(collection.opaqueTypes)];
  // A type without validation has no mark, so that only its extension identifies it.
  const opaque = Object.entries(collection.opaqueTypes).find(
    ([, extension]) => extension === extensionIn(claim.filename),
  )?.[0];
  const contentType = withWiderTypes(claimed).find((type) => allowed.includes(type)) ?? opaque;
  if (contentType === undefined) {
    throw new Refusal(
      'type_not_allowed',
      `It is ${aTypeName(claimed)}; the collection ${collection.name} takes ${listTypes(allowed)}. ${adviceFor(claimed, allowed)}`,
      { contentType: claimed, allowed },
    );
  }
  if (claim.size > collection.maxBytes) throw fileTooLarge(claim.size, collection);
  requireFileId(claim.replaces);
  return {
    ...claim,
    collection,
    contentType,
    filename: normaliseFilename(claim.filename),
    sha256: claim.sha256 === undefined ? undefined : base64Sha256(claim.sha256),
    retainUntil: retainedUntil(at, collection.retainDays, expiresAt),
  };
}

/**
 * The collection that a claim names, for a caller who may upload to it.
 * @throws Refusal `invalid_request` where there is none, `forbidden` where the caller may not
 */
export function collectionFor(
  { collection: name }: Pick<Claim, 'collection'>,
  principal: Principal,
  config: Rules,
): Collection {
  const collection = collectionOf(config, name);
  if (!collection) {
    throw invalid('collection', `is not one of ${Object.keys(config.collections).join(', ')}.`);
  }
  if (!mayUpload(principal, collection)) {
    throw new Refusal('forbidden', `You may not upload to the collection ${name}.`, {});
  }
  return collection;
}

/** The refusal of a file, or of a form, for more bytes than the collection takes. */
export const fileTooLarge = (
  size: number,
  { name, maxBytes }: Pick<Collection, 'name' | 'maxBytes'>,
): Refusal<'file_too_large'> =>
  new Refusal(
    'file_too_large',
    `The file has ${bytesExactly(size)}; the collection ${name} takes at most ${bytesExactly(maxBytes)}.`,
    { size, maxBytes },
  );

/** Converts a SHA-256 of 64 hex digits or in base64 to the form that S3 requires: base64. */
export function base64Sha256(digest: string, field = 'sha256'): string {
  const isHex = /^[0-9a-f]{64}$/i.test(digest);
  if (!isHex && !/^[A-Za-z0-9+/]{43}=$/.test(digest)) {
    throw invalid(field, 'must be a SHA-256 as 64 hex digits or as base64.');
  }
  return Buffer.from(digest, isHex ? 'hex' : 'base64').toString('base64');
}
