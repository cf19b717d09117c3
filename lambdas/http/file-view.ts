// Shows a record to a caller: the fields of the contract, never the key or the VersionId.
import type { Principal } from '../domain/access.ts';
import { hexSha256 } from '../domain/checksum.ts';
import { type Collection, collectionOf, type Rules } from '../domain/collection.ts';
import type { PendingFile, VisibleFile } from '../domain/file.ts';
import { permissionsOf } from '../domain/permissions.ts';
import { publishedKeyOf } from '../domain/publication.ts';
import { showVariants } from '../domain/shown-variants.ts';
import { variantsStatusOf } from '../domain/variants.ts';
import type { Verdict } from '../domain/verdict.ts';
import { versionOf } from '../domain/versions.ts';
import type { File } from './contract.ts';

/** Shows a record to a caller who may read it. */
export type ViewFile = (file: VisibleFile, principal: Principal) => File;

/** The record as the API shows it; `mediaOrigin` is where public copies are served. */
export const viewFileWith =
  (rules: Rules, mediaOrigin: string): ViewFile =>
  (file, principal) => ({
    ...viewRecord(file, mediaOrigin, collectionOf(rules, file.collection)),
    permissions: permissionsOf(principal, file, rules),
  });

const viewRecord = (
  file: VisibleFile,
  mediaOrigin: string,
  collection: Collection | undefined,
): Omit<File, 'permissions'> => ({
  id: file.id,
  collection: file.collection,
  owner: file.owner,
  status: file.status,
  filename: file.filename,
  title: file.title,
  caption: file.caption,
  metadata: file.metadata,
  size: file.size,
  contentType: file.contentType,
  createdAt: file.createdAt,
  revision: file.revision,
  version: file.status === 'ready' ? versionOf(file) : 1,
  visibility: file.visibility ?? 'private',
  ...(file.status === 'pending' && { ...viewWaiting(file), maxBytes: file.form && file.size }),
  ...(file.status === 'ready' && {
    readyAt: file.readyAt,
    expiresAt: file.retainUntil,
    image: viewImage(file.verdict),
    variants: showVariants(file, mediaOrigin),
    variantsStatus: variantsStatusOf(file, collection),
    checksum: file.verdict.checksum,
    sha256: hexSha256(file.verdict.checksum),
  }),
  ...('verdict' in file && { verdict: file.verdict }),
  url: addressOf(publishedKeyOf(file, collection), mediaOrigin),
});

const addressOf = (key: string | undefined, mediaOrigin: string): string | undefined =>
  key === undefined ? undefined : `${mediaOrigin}/${key}`;

const viewWaiting = ({
  scan,
  expiresAt,
}: PendingFile): Pick<File, 'pendingReason' | 'expiresAt'> => {
  if (scan?.state === 'running') return { pendingReason: 'scanning' };
  return scan?.state === 'held' ? { pendingReason: 'held' } : { expiresAt };
};

const viewImage = ({ image }: Verdict): File['image'] => {
  if (image?.width === undefined || image.height === undefined) return undefined;
  const { width, height, frames, orientation, hasGps } = image;
  return { width, height, frames, orientation, hasGps };
};
