// The source of one of Uppy's files for the client.
import type { Meta, UppyFile } from '@uppy/core/utils';
import { claimedType, UNKNOWN_TYPE } from './claimed-type.ts';
import type { File as FileRecord } from './contract.ts';

import type { UploadSource } from './source.ts';

/**
 * The source of a file; `undefined` when its bytes are not here: Golden Retriever could not keep them, or they are with a
 * remote provider. Name, size, type and time of change stay what they were, so that the same file continues its upload.
 */
export function uppySource<M extends Meta>(
  file: UppyFile<M, FileRecord>,
): UploadSource | undefined {
  const { data, meta } = file;
  if (!(data instanceof Blob)) return undefined;
  const { lastModified } = data as Partial<File>;
  const name = meta.name || file.name;
  // If the browser knows no type, Uppy guesses one; the client's own guess is closer to the server's.
  const isKnown = claimedType(data.type, name) !== UNKNOWN_TYPE;
  return {
    name,
    size: data.size,
    type: isKnown ? data.type : file.type,
    ...(lastModified !== undefined && { lastModified }),
    slice: (start, end) => data.slice(start, end),
  };
}
