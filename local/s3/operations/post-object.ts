// PostObject: a browser form becomes an object, if its signed policy allows every part of it.
import { contextOfForm } from '../access-context.ts';
import { DEFAULT_ALGORITHM, isBase64Of } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { type Exchange, type Operation, versionIdHeader } from '../exchange.ts';
import type { ExpectedDigests } from '../expected-digests.ts';
import { attributesOfForm, checksumHeaders, quote } from '../object-headers.ts';
import { checksumAmong } from '../payload.ts';
import { type PostForm, readForm } from '../post-form.ts';
import { checkForm, type PostPolicy, parsePolicy, requireFreshPolicy } from '../post-policy.ts';
import { keep, MAX_UPLOAD_BYTES, receive } from '../receive.ts';
import type { ObjectVersion } from '../records.ts';
import { requireKeyLength } from '../request.ts';
import type { S3Response } from '../response.ts';
import { encodeRfc3986 } from '../sigv4.ts';
import { authenticateForm, requireField } from '../sigv4-form.ts';
import { ENCRYPTION_HEADERS } from '../write-options.ts';
import { toPlainXml } from '../xml.ts';

export const postObject: Operation = async (exchange) => {
  exchange.store.getBucket(exchange.request.bucket);
  const form = await readForm(exchange.request.incoming);
  try {
    const policy = await admit(exchange, form);
    const version = await store(exchange, form, policy);
    return answer(exchange, form.fields, version);
  } finally {
    form.abandon();
  }
};

/** Everything that can be refused before the first byte of the file. */
async function admit(
  { request, store, signers, authorize }: Exchange,
  { fields }: PostForm,
): Promise<PostPolicy> {
  const key = requireField(fields, 'key', { isEmptyAllowed: false });
  requireKeyLength(key);
  const { accessKeyId, policy: base64, signedAtMs } = authenticateForm(fields, signers);
  const policy = parsePolicy(base64);
  requireFreshPolicy(policy, signedAtMs, store.now());
  checkForm(policy, request.bucket, fields);
  const actions = [
    's3:PutObject',
    ...(fields.has('tagging') ? ['s3:PutObjectTagging'] : []),
    ...(fields.has('acl') ? ['s3:PutObjectAcl'] : []),
  ];
  for (const action of actions) {
    await authorize(accessKeyId, action, request.bucket, key, contextOfForm(fields));
  }
  return policy;
}

async function store(
  { request, store }: Exchange,
  form: PostForm,
  policy: PostPolicy,
): Promise<ObjectVersion> {
  const attributes = attributesOfForm(form.fields, store.getBucket(request.bucket));
  const expected = expectedDigests(form.fields);
  const algorithm = expected.checksum?.algorithm ?? DEFAULT_ALGORITHM;
  const body = await receive(store.files, form.file, expected, algorithm, {
    minBytes: policy.minBytes,
    maxBytes: Math.min(policy.maxBytes, MAX_UPLOAD_BYTES),
  });
  try {
    await form.finish();
  } catch (error) {
    await store.files.discard(body.file);
    throw error;
  }
  return keep(store.files, body, () =>
    store.putObject({
      bucket: request.bucket,
      key: requireField(form.fields, 'key'),
      attributes,
      eTag: body.md5,
      checksum: { algorithm, type: 'FULL_OBJECT', value: body.checksum },
      blobs: [{ partNumber: 1, ...body }],
      incoming: [body.file],
      event: 'ObjectCreated:Post',
    }),
  );
}

function expectedDigests(fields: ReadonlyMap<string, string>): ExpectedDigests {
  const md5 = fields.get('content-md5');
  if (md5 !== undefined && !isBase64Of(md5, 16)) throw new S3Error('InvalidDigest');
  const checksum = checksumAmong([...fields.keys()], (name) => fields.get(name));
  const named = fields.get('x-amz-checksum-algorithm');
  if (named !== undefined && named.toUpperCase() !== checksum?.algorithm) {
    throw new S3Error('InvalidRequest', 'Value for x-amz-checksum-algorithm header is invalid.');
  }
  return { md5, checksum };
}

/** 303 to `success_action_redirect`, or the status asked for by `success_action_status`. */
function answer(
  { store, url }: Exchange,
  fields: ReadonlyMap<string, string>,
  version: ObjectVersion,
): S3Response {
  const { bucket, key, eTag } = version;
  const redirect = redirectTo(
    fields.get('success_action_redirect') ?? fields.get('redirect'),
    version,
  );
  if (redirect !== undefined) return { status: 303, headers: { location: redirect } };
  const location = `${url}/${bucket}/${key.split('/').map(encodeRfc3986).join('/')}`;
  const headers = {
    etag: quote(eTag),
    location,
    ...ENCRYPTION_HEADERS,
    ...checksumHeaders(version),
    ...versionIdHeader(store, version),
  };
  const wanted = fields.get('success_action_status');
  if (wanted !== '201') return { status: wanted === '200' ? 200 : 204, headers };
  const body = toPlainXml('PostResponse', {
    Location: location,
    Bucket: bucket,
    Key: key,
    ETag: quote(eTag),
  });
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body };
}

function redirectTo(target: string | undefined, version: ObjectVersion): string | undefined {
  if (target === undefined || !URL.canParse(target)) return undefined;
  const url = new URL(target);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  url.searchParams.set('bucket', version.bucket);
  url.searchParams.set('key', version.key);
  url.searchParams.set('etag', quote(version.eTag));
  return url.href;
}
