// What a caller sees of a record: the fields of the contract, never the key or the VersionId.

import { hexSha256 } from '../domain/checksum.ts';
import type { FileRecord, PendingFile } from '../domain/file.ts';
import { publicKeyOf, shouldBePublic } from '../domain/publication.ts';
import type { Verdict } from '../domain/verdict.ts';
import type { File } from './contract.ts';

/** The record as the API shows it; `mediaOrigin` is where public copies are served. */
export const viewFile = (file: FileRecord, mediaOrigin: string): File => ({
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
  visibility: file.visibility ?? 'private',
  ...(file.status === 'pending' && viewWaiting(file)),
  ...(file.status === 'ready' && {
    readyAt: file.readyAt,
    image: viewImage(file.verdict),
    checksum: file.verdict.checksum,
    sha256: hexSha256(file.verdict.checksum),
  }),
  ...('verdict' in file && { verdict: file.verdict }),
  ...(shouldBePublic(file) && file.publishedAt && { url: `${mediaOrigin}/${publicKeyOf(file)}` }),
});

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
