// What a link leads to, for the page about it: nothing is counted and no URL is returned.
import type { MediaFunctionConfig } from '../config/function-config.ts';
import { collectionOf } from '../domain/collection.ts';
import { downloadHeaders } from '../domain/disposition.ts';
import { endOf, isLinkToken, linkIdOf, type ShownLink } from '../domain/link.ts';
import type { FindFile, FindLink, Now, PresignGet } from '../domain/ports.ts';
import { findLinkedFile } from './find-linked-file.ts';

interface Ports {
  readonly config: MediaFunctionConfig;
  readonly findLink: FindLink;
  readonly findFile: FindFile;
  readonly presignGet: PresignGet;
  readonly now: Now;
}

/** Shows a link to the holder of its token: the file while the link works, otherwise why it does not. */
export const showLink =
  ({ config, findLink, findFile, presignGet, now }: Ports) =>
  async (token: string): Promise<ShownLink> => {
    const link = isLinkToken(token) ? await findLink(linkIdOf(token)) : undefined;
    if (!link) return { state: 'ended', reason: 'unknown' };
    const reason = endOf(link, now().toISOString());
    if (reason) return { state: 'ended', reason };
    const file = await findLinkedFile(link.fileId, findFile);
    if (!file) return { state: 'ended', reason: 'unknown' };
    const headers = downloadHeaders(file, collectionOf(config, file.collection));
    return {
      state: 'works',
      filename: file.filename,
      title: file.title,
      sender: link.sender,
      size: file.size,
      expiresAt: link.expiresAt,
      usesLeft: link.maxUses === undefined ? undefined : link.maxUses - link.uses,
      // Signing asks no service. The URL stays here; the page's policy names the place that its button leads to.
      downloadOrigin: new URL(await presignGet(file, headers, config.expiry.downloadSeconds))
        .origin,
    };
  };
