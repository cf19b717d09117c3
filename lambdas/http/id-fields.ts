// The HTTP contract, requests: the ids of several files.
import * as z from 'zod/mini';
import { isFileId } from '../domain/key.ts';

/** Most files of one `GET /files?ids=`: one request of DynamoDB. */
export const MAX_IDS = 100;

/** Ids of files, separated by commas. */
export const idList = z
  .string()
  .check(
    z.refine(
      (ids) => ids.length <= MAX_IDS * 37 && ids.split(',').every(isFileId),
      `has to be 1 to ${MAX_IDS} ids, separated by commas`,
    ),
  );

/** Most files of one `POST /downloads` or `POST /deletions`. */
const MAX_FILES = 50;

/** Ids of files in a body. */
export const fileIds = z
  .array(z.string().check(z.refine(isFileId, 'has to be the id of a file')))
  .check(z.minLength(1), z.maxLength(MAX_FILES));
