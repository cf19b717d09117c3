// GetObjectTagging and PutObjectTagging: the tags of one version, which can change while its bytes cannot.
import { getVersion, type Operation, versionIdHeader } from '../exchange.ts';
import { readDocument } from '../payload.ts';
import { xmlResponse } from '../response.ts';
import { TAGGING, tagsInDocument } from '../tags.ts';
import { parseXml, toXml } from '../xml.ts';

export const getObjectTagging: Operation = async ({ request, store }) => {
  const version = getVersion(store, request.bucket, request.key, request.query('versionId'));
  const Tag = Object.entries(version.tags).map(([Key, Value]) => ({ Key, Value }));
  const response = xmlResponse(200, toXml('Tagging', { TagSet: { Tag } }));
  return {
    ...response,
    headers: { ...response.headers, ...versionIdHeader(store, version) },
  };
};

export const putObjectTagging: Operation = async ({ request, store, identity }) => {
  const version = getVersion(store, request.bucket, request.key, request.query('versionId'));
  const document = parseXml(await readDocument(request, identity()), 'Tagging', TAGGING);
  const tags = tagsInDocument(document);
  store.putTags(version, tags);
  return { status: 200, headers: versionIdHeader(store, version) };
};
