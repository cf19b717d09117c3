// GET /links/{token}: redirects the holder of the token to the file, while the link works.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { type Collection, collectionOf } from '../domain/collection.ts';
import { downloadHeaders, servedAs } from '../domain/disposition.ts';
import { notFound } from '../domain/errors.ts';
import type { ReadyFile } from '../domain/file.ts';
import { isLinkToken, linkIdOf, type ReturnUse } from '../domain/link.ts';
import type { FindFile, Now, PresignGet, UseLink } from '../domain/ports.ts';
import { type ServedObject, servedObject } from '../domain/served-object.ts';
import { findLinkedFile } from '../links/find-linked-file.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly useLink: UseLink;
  readonly returnUse: ReturnUse;
  readonly findFile: FindFile;
  readonly presignGet: PresignGet;
  readonly now: Now;
}

/** Where a followed link leads, and to which file. */
export interface FollowedLink {
  readonly url: string;
  readonly fileId: string;
  readonly file: ReadyFile;
}

/**
 * Uses the link once and returns a signed link to the judged version. Every reason why it does not work is `not_found`.
 * @throws Refusal `variant_not_available`, without a use, while a collection that serves sanitized copies has none of the file
 */
export const followLink =
  ({ config, useLink, returnUse, findFile, presignGet, now }: Ports) =>
  async (token: string): Promise<FollowedLink> => {
    if (!isLinkToken(token)) throw notFound();
    const linked = await useLink(linkIdOf(token), now().toISOString());
    const file = linked === undefined ? undefined : await findLinkedFile(linked, findFile);
    if (!file) throw notFound();
    const collection = collectionOf(config, file.collection);
    const { contentType, checksum: _checksum, ...version } = await serve(file, collection);
    const headers = downloadHeaders(servedAs(file, contentType), collection);
    return {
      url: await presignGet(version, headers, config.expiry.downloadSeconds),
      fileId: file.id,
      file,
    };

    async function serve(
      ready: ReadyFile,
      collection: Collection | undefined,
    ): Promise<ServedObject> {
      try {
        return servedObject(ready, collection);
      } catch (error) {
        await returnUse(linkIdOf(token));
        throw error;
      }
    }
  };
