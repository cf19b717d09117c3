// Forms for pages without scripts: issued before the file is known, for at most so many bytes of any type that its collection takes.
import type { Principal } from './access.ts';
import { claimedType, UNKNOWN_TYPE } from './claimed-type.ts';
import type { Collection, Rules } from './collection.ts';
import { withWiderTypes } from './content-types.ts';
import { invalid } from './errors.ts';
import type { FormTerms, PendingFile } from './file.ts';
import { extensionIn, extensionsOf } from './file-extensions.ts';
import { normaliseFilename } from './filename.ts';
import { type NewUpload, pendingFile, type UploadRules } from './plan-upload.ts';
import { type Claim, collectionFor, fileTooLarge } from './policy.ts';
import { requireFileId } from './replacement.ts';
import { retainedUntil } from './retention.ts';
import { MAX_POST_BYTES } from './sizes.ts';
import { secondsAfter } from './time.ts';
import { narrowed, takenTypes, typesOf } from './upload-permission.ts';

/** The claim for a file that has not been chosen yet. */
export interface FormClaim
  extends Pick<Claim, 'collection' | 'replaces' | 'title' | 'caption' | 'metadata' | 'expiresAt'> {
  /** Most bytes that the file may have. */
  readonly maxBytes: number;
  /** Address to which S3 redirects the browser after the upload. */
  readonly redirectTo: string;
  /** Content types or families of them; every one of the collection when absent. */
  readonly types?: readonly string[] | undefined;
  /** What the file is called: S3 does not say what the uploader calls it. Generated when absent. */
  readonly filename?: string | undefined;
  /** How long the form is valid; as long as the form of a claim when absent. */
  readonly expiresInSeconds?: number | undefined;
}

/** A form that the policy let in. */
export interface AdmittedForm
  extends Pick<PendingFile, 'contentType' | 'filename' | 'size' | 'retainUntil'>,
    Pick<FormClaim, 'replaces' | 'title' | 'caption' | 'metadata' | 'expiresInSeconds'> {
  readonly collection: Collection;
  readonly form: FormTerms;
}

/** A pending file whose bytes a form will send. */
export type AwaitedByForm = PendingFile & { readonly form: FormTerms };

/** The name of a file whose form was issued without one, until its type completes it. */
const GENERATED_NAME = 'upload';

/** Query parameter of the address that holds the file's id, beside the parameters that S3 appends. */
const FILE_PARAMETER = 'fileId';

/** Admits a form or throws the `Refusal` that says why not. */
export function admitForm(
  { expiresAt, maxBytes, redirectTo, types, filename, ...claim }: FormClaim,
  principal: Principal,
  config: Rules & { readonly origins: readonly string[] },
  at: Date,
): AdmittedForm {
  const collection = collectionFor(claim, principal, config);
  const most = Math.min(collection.maxBytes, MAX_POST_BYTES);
  if (maxBytes > most) throw fileTooLarge(maxBytes, { ...collection, maxBytes: most });
  requireFileId(claim.replaces);
  const taken = types && takenTypes(collection, types);
  return {
    ...claim,
    collection,
    size: maxBytes,
    contentType: expectedType(filename, taken ?? typesOf(collection), collection),
    filename: filename === undefined ? GENERATED_NAME : normaliseFilename(filename),
    retainUntil: retainedUntil(at, collection.retainDays, expiresAt),
    form: {
      redirectTo: allowedAddress(redirectTo, config.origins),
      types: taken,
      isUnnamed: filename === undefined ? true : undefined,
    },
  };
}

/** The pending file of an admitted form, whose address then names it. */
export function planForm(
  { collection, form, expiresInSeconds, ...claim }: AdmittedForm,
  upload: NewUpload,
  { expiry }: Pick<UploadRules, 'expiry'>,
): AwaitedByForm {
  const url = new URL(form.redirectTo);
  url.searchParams.set(FILE_PARAMETER, upload.id);
  const expiresAt = secondsAfter(upload.at, expiresInSeconds ?? expiry.uploadSeconds);
  const issued = { ...claim, expiresAt, form: { ...form, redirectTo: url.href } };
  return pendingFile(issued, collection, upload);
}

/**
 * The expected type: the only one that the form takes, or that of the name if the form takes it. Text without a mark is taken as
 * this type; every other type is found in the bytes.
 */
function expectedType(
  filename: string | undefined,
  taken: readonly string[],
  { opaqueTypes }: Collection,
): string {
  const [only, ...others] = taken;
  if (only !== undefined && others.length === 0) return only;
  if (filename === undefined) return UNKNOWN_TYPE;
  const named = withWiderTypes(claimedType('', filename)).find((type) => taken.includes(type));
  const extension = extensionIn(filename);
  return named ?? taken.find((type) => opaqueTypes[type] === extension) ?? UNKNOWN_TYPE;
}

/**
 * The address as a browser sends it.
 * @throws Refusal `invalid_request` unless it is on an origin whose pages may upload, without credentials and fragment
 */
function allowedAddress(address: string, origins: readonly string[]): string {
  const url = URL.parse(address);
  if (!url || !origins.includes(url.origin)) {
    const allowed = origins.length > 0 ? origins.join(', ') : 'none are configured';
    throw invalid('redirectTo', `has to be on one of the configured origins: ${allowed}.`);
  }
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    throw invalid('redirectTo', 'has to be an address without user, password and fragment.');
  }
  // Leaves out an empty fragment, behind which S3 would append its query.
  url.hash = '';
  return url.href;
}

/**
 * The collection by which the bytes of a file are judged: limited to the types that the file was issued for. A form claims no
 * type, so no type differs from the claim.
 */
export const collectionAsIssued = (
  collection: Collection,
  { form, permittedBy }: Pick<PendingFile, 'form' | 'permittedBy'>,
): Collection => ({
  ...narrowed(collection, { types: (form ?? permittedBy)?.types }),
  ...(form && { typeMismatch: 'correct' }),
});

/** The `accept` of a file input: the types that the form takes, and their extensions. */
export const acceptedBy = ({ types }: FormTerms, collection: Collection | undefined): string =>
  [
    ...new Set(
      (types ?? (collection ? typesOf(collection) : [])).flatMap((type) => [
        type,
        ...extensionsIn(type, collection),
      ]),
    ),
  ].join(',');

function extensionsIn(type: string, collection: Collection | undefined): readonly string[] {
  const opaque = collection?.opaqueTypes[type];
  return opaque === undefined ? extensionsOf(type) : [opaque];
}
