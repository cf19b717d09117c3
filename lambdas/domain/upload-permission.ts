// Upload permissions: an application's backend lets a browser upload for an owner, within terms, without a token of that owner.
import { ownerFor, type Principal } from './access.ts';
import type { Collection, Rules } from './collection.ts';
import { expandTypes } from './content-types.ts';
import { invalid, Refusal } from './errors.ts';
import type { PermittedBy } from './file.ts';
import { isLinkToken, linkIdOf } from './link.ts';
import type { Metadata } from './metadata.ts';
import type { Claim } from './policy.ts';
import { daysAfter } from './time.ts';

/** The terms of uploads by a permission. */
export interface UploadTerms {
  /** `sub` of the principal whose files the uploads become. */
  readonly owner: string;
  readonly collection: string;
  /** Largest file in bytes, below what the collection takes. */
  readonly maxBytes?: number | undefined;
  /** Canonical content types, of those that the collection takes; all of them when absent. */
  readonly types?: readonly string[] | undefined;
  /** The metadata of every uploaded file. */
  readonly metadata?: Metadata | undefined;
  /** How many files may be issued. */
  readonly maxUploads: number;
}

/** A permission as it is stored; only the bearer knows its token. */
export interface UploadPermission extends UploadTerms {
  /** SHA-256 of the token in hex. */
  readonly id: string;
  readonly expiresAt: string;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** How long after the time limit of its upload the bearer may ask for the verdict, scans included. */
const VERDICT_DAYS = 1;

/** The id of the permission of a token; undefined for a text without the form of a token, which is that of a link's token. */
export const permissionIdOf = (token: string): string | undefined =>
  isLinkToken(token) ? linkIdOf(token) : undefined;

/** The bearer of a permission at this time: a principal with an empty subject, who owns no file and is in no audience. */
export const bearerOf = (id: string, at: string): Principal => ({
  sub: '',
  groups: [],
  permission: { id, at },
});

/** The uploader of a claim: the principal whose rights admit it, the owner of its file, and the permission, if any. */
export interface Uploader {
  readonly admittedAs: Principal;
  readonly owner: Principal;
  readonly permission?: UploadPermission | undefined;
}

/**
 * The uploader of a request. The bearer of a permission uploads as the service that issued it, within its terms.
 * @throws Refusal `forbidden` for an owner whom the caller may not name
 */
export function uploaderOf(
  principal: Principal,
  named: string | undefined,
  permission?: UploadPermission,
): Uploader {
  if (!permission) return { admittedAs: principal, owner: ownerFor(principal, named) };
  if (named !== undefined) {
    throw new Refusal('forbidden', 'The upload permission names the owner; leave owner out.', {});
  }
  return {
    admittedAs: { sub: permission.createdBy, groups: [], isService: true },
    owner: { sub: permission.owner, groups: [] },
    permission,
  };
}

/** The collection as the terms leave it. */
export const narrowed = (
  collection: Collection,
  { types, maxBytes = collection.maxBytes }: Pick<UploadTerms, 'types' | 'maxBytes'>,
): Collection => ({
  ...collection,
  maxBytes: Math.min(maxBytes, collection.maxBytes),
  ...(types && {
    types: collection.types.filter((type) => types.includes(type)),
    opaqueTypes: Object.fromEntries(
      Object.entries(collection.opaqueTypes).filter(([type]) => types.includes(type)),
    ),
  }),
});

/**
 * The types that are asked for, families replaced by their members, as far as the collection takes them.
 * @throws Refusal `invalid_request` where it takes none of them
 */
export function takenTypes(collection: Collection, types: readonly string[]): readonly string[] {
  const taken = typesOf(narrowed(collection, { types: expandTypes(types) }));
  if (taken.length === 0) {
    throw invalid('types', `names no type that the collection ${collection.name} takes.`);
  }
  return taken;
}

/** Every type that a collection takes, with or without validation. */
export const typesOf = ({ types, opaqueTypes }: Collection): readonly string[] => [
  ...types,
  ...Object.keys(opaqueTypes),
];

/**
 * The claim, completed with the terms of the permission.
 * @throws Refusal for another collection, for metadata of the bearer's own, and for replacing a file
 */
export function permittedClaim<Each extends Claim>(claim: Each, terms: UploadTerms): Each {
  if (claim.collection !== terms.collection) {
    throw new Refusal(
      'forbidden',
      `The upload permission is for the collection ${terms.collection}.`,
      {},
    );
  }
  for (const field of ['metadata', 'replaces'] as const) {
    if (claim[field] !== undefined) {
      throw invalid(field, 'does not go with an upload permission; leave it out.');
    }
  }
  return { ...claim, metadata: terms.metadata };
}

/** The rules for the bearer of a permission. */
export function permittedRules(rules: Rules, terms: UploadTerms): Rules {
  const collection = rules.collections[terms.collection];
  if (!collection) return rules;
  return { ...rules, collections: { [collection.name]: narrowed(collection, terms) } };
}

/** What a file's record stores of its permission; `expiresAt` is the time limit of its upload. */
export const permittedBy = ({ id, types }: UploadPermission, expiresAt: string): PermittedBy => ({
  id,
  types,
  until: daysAfter(new Date(expiresAt), VERDICT_DAYS),
});

/** The refusal of an upload for which no use is left. */
export const permissionUsedUp = (): Refusal<'forbidden'> =>
  new Refusal(
    'forbidden',
    'The upload permission is used up. Ask the application for another one.',
    {},
  );

/** The refusal of a token without a permission, or of an expired one. */
export const noPermission = (): Refusal<'unauthorized'> =>
  new Refusal(
    'unauthorized',
    'The upload permission is unknown or has expired. Ask the application for another one.',
    {},
  );
