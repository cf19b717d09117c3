// Documents in the bodies of requests: held against S3's schemas, so that no element is ignored.
// Other engines differ here in what they know, so that only the embedded one is asked.
import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { type RawRequest, sendSigned } from './signed-request.ts';

const { engine, Bucket } = await engineForFile({ versioned: true });

beforeAll(() => engine.client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'bytes' })));

const bodyOf = async (Key: string) =>
  (await engine.client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const request = (method: string, key: string, more: Partial<RawRequest> = {}): RawRequest => ({
  method,
  path: `/${Bucket}${key}`,
  ...more,
});
const sha256Of = (text: string) => createHash('sha256').update(text).digest('base64');

describe.runIf(isEmbedded)('documents', () => {
  const cors = (rule: string) =>
    `<CORSConfiguration><CORSRule><AllowedOrigin>https://a.example</AllowedOrigin><AllowedMethod>GET</AllowedMethod>${rule}</CORSRule></CORSConfiguration>`;
  const tags = (inner: string) => `<Tagging><TagSet>${inner}</TagSet></Tagging>`;
  const tag = (more = '') => `<Tag><Key>a</Key><Value>b</Value>${more}</Tag>`;

  const send = (method: string, key: string, subresource: string, body: string) =>
    sendSigned(
      engine,
      request(method, key, {
        query: { [subresource]: '' },
        body,
        headers: {
          // Deletions are refused without a checksum of the document.
          'x-amz-checksum-sha256': sha256Of(body),
        },
      }),
    );

  test.each<[what: string, method: string, key: string, subresource: string, body: string]>([
    ['an element that S3 does not know', 'PUT', '', 'cors', cors('<Unknown>1</Unknown>')],
    ['seconds that are no number', 'PUT', '', 'cors', cors('<MaxAgeSeconds>ten</MaxAgeSeconds>')],
    [
      'two ages',
      'PUT',
      '',
      'cors',
      cors('<MaxAgeSeconds>1</MaxAgeSeconds><MaxAgeSeconds>2</MaxAgeSeconds>'),
    ],
    ['text between elements', 'PUT', '', 'cors', cors('text')],
    [
      'an element that S3 does not know',
      'PUT',
      '/source',
      'tagging',
      tags(tag('<Scope>x</Scope>')),
    ],
    [
      'two keys of a tag',
      'PUT',
      '/source',
      'tagging',
      tags('<Tag><Key>a</Key><Key>b</Key><Value>c</Value></Tag>'),
    ],
    [
      'an element beside the set',
      'PUT',
      '/source',
      'tagging',
      `<Tagging><TagSet/><Owner>x</Owner></Tagging>`,
    ],
    [
      'an element that S3 does not know',
      'PUT',
      '',
      'versioning',
      '<VersioningConfiguration><Status>Enabled</Status><Mode>1</Mode></VersioningConfiguration>',
    ],
    [
      'an element that S3 does not know',
      'POST',
      '',
      'delete',
      '<Delete><Object><Key>source</Key><Force>true</Force></Object></Delete>',
    ],
    [
      'neither true nor false',
      'POST',
      '',
      'delete',
      '<Delete><Object><Key>source</Key></Object><Quiet>yes</Quiet></Delete>',
    ],
    [
      'two keys of an object',
      'POST',
      '',
      'delete',
      '<Delete><Object><Key>source</Key><Key>new</Key></Object></Delete>',
    ],
  ])('%s in the body of %s %s?%s is malformed', async (_what, method, key, subresource, body) => {
    const { status, xml } = await send(method, key, subresource, body);
    expect([status, xml.Code]).toEqual([400, 'MalformedXML']);
    expect(await bodyOf('source')).toBe('bytes');
  });

  test('blanks between elements and an empty list of tags are well-formed', async () => {
    const body = `\n <Tagging>\n  <TagSet>\n   ${tag()}\n  </TagSet>\n </Tagging>\n`;
    expect((await send('PUT', '/source', 'tagging', body)).status).toBe(200);
    expect((await send('PUT', '/source', 'tagging', '<Tagging><TagSet/></Tagging>')).status).toBe(
      200,
    );
  });

  test.each([
    ['AllowedHeader', 'x-*-*'],
    ['ExposeHeader', '*'],
    ['ExposeHeader', 'x-amz-*'],
  ])('a rule with the %s %s is refused, as S3 refuses it', async (name, value) => {
    const { status, xml } = await send('PUT', '', 'cors', cors(`<${name}>${value}</${name}>`));
    expect([status, xml.Code]).toEqual([400, 'InvalidRequest']);
  });

  test('deletion with a second factor is not implemented', async () => {
    const body =
      '<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>';
    expect((await send('PUT', '', 'versioning', body)).status).toBe(501);
  });

  test('a bucket of another region is not created', async () => {
    const body =
      '<CreateBucketConfiguration><LocationConstraint>ap-south-2</LocationConstraint></CreateBucketConfiguration>';
    const path = `/elsewhere-${Bucket}`.slice(0, 60);
    const { status, xml } = await sendSigned(engine, { method: 'PUT', path, body });
    expect([status, xml.Code]).toEqual([400, 'IllegalLocationConstraintException']);
  });

  test('a part with a checksum that S3 does not know is malformed', async () => {
    const upload = { Bucket, Key: 'completed' };
    const { UploadId = '' } = await engine.client.send(new CreateMultipartUploadCommand(upload));
    const part = { ...upload, UploadId, PartNumber: 1 };
    const { ETag } = await engine.client.send(new UploadPartCommand({ ...part, Body: 'x' }));
    const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${ETag?.replaceAll('"', '')}</ETag><ChecksumSHA3>x</ChecksumSHA3></Part></CompleteMultipartUpload>`;
    const query = { uploadId: UploadId };
    const { status, xml } = await sendSigned(
      engine,
      request('POST', '/completed', { query, body }),
    );
    expect([status, xml.Code]).toEqual([400, 'MalformedXML']);
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await engine.client.send(
      new CompleteMultipartUploadCommand({ ...upload, UploadId, MultipartUpload }),
    );
  });
});
