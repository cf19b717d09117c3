// PostObject over HTTP: every refusal of a form's fields, signature and file, with status, code and message.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CREDENTIALS, isEmbedded, REGION } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { expectRefusal, type RefusedForm } from './expect-refusal.ts';
import { type Field, post, postForm, signForm } from './post-form.ts';

const { engine, Bucket: bucket } = await engineForFile({ versioned: true });

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const without = (fields: readonly Field[], name: string) =>
  fields.filter(([field]) => field.toLowerCase() !== name);

const REFUSALS: readonly RefusedForm[] = [
  [
    'a signature by another secret',
    () => postForm(engine, bucket, signForm(bucket, { secretAccessKey: 'wrong' })),
    403,
    {
      Code: 'SignatureDoesNotMatch',
      AWSAccessKeyId: CREDENTIALS.accessKeyId,
      StringToSign: expect.stringMatching(/^[\w+/]+=*$/),
      SignatureProvided: expect.stringMatching(/^[0-9a-f]{64}$/),
      StringToSignBytes: expect.stringMatching(/^[0-9a-f]{2}( [0-9a-f]{2})+$/),
    },
  ],
  [
    'an unknown access key',
    () => postForm(engine, bucket, signForm(bucket, { accessKeyId: 'AKIAUNKNOWN' })),
    403,
    { Code: 'InvalidAccessKeyId', AWSAccessKeyId: 'AKIAUNKNOWN' },
  ],
  [
    'a form without its signature',
    () => postForm(engine, bucket, without(signForm(bucket), 'x-amz-signature')),
    400,
    {
      Code: 'InvalidArgument',
      Message:
        "Bucket POST must contain a field named 'x-amz-signature'.  If it is specified, please check the order of the fields.",
      ArgumentName: 'x-amz-signature',
      ArgumentValue: '',
    },
  ],
  [
    'a key after the file',
    () =>
      postForm(engine, bucket, without(signForm(bucket), 'key'), 'x', {
        after: [['key', 'posted']],
      }),
    400,
    {
      Code: 'InvalidArgument',
      Message:
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      ArgumentName: 'key',
    },
  ],
  [
    'a form without a file',
    () => postForm(engine, bucket, signForm(bucket), null),
    400,
    {
      Code: 'InvalidArgument',
      Message: 'POST requires exactly one file upload per request.',
      ArgumentName: 'file',
      ArgumentValue: '0',
    },
  ],
  [
    'another region in the credential',
    () => postForm(engine, bucket, signForm(bucket, { region: 'mars-north-1' })),
    400,
    {
      Code: 'InvalidArgument',
      Message: `the region "mars-north-1" is wrong; expecting "${REGION}"`,
      ArgumentName: 'x-amz-credential',
    },
  ],
  [
    'a body that is no form',
    () =>
      post(engine, bucket, {
        body: 'key=x',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
    412,
    {
      Code: 'PreconditionFailed',
      Condition: 'Bucket POST must be of the enclosure-type multipart/form-data',
    },
  ],
  [
    'a form without a boundary',
    () => post(engine, bucket, { body: 'x', headers: { 'content-type': 'multipart/form-data' } }),
    400,
    {
      Code: 'MalformedPOSTRequest',
      Message: 'The body of your POST request is not well-formed multipart/form-data.',
    },
  ],
  [
    'a form that ends in the middle of the file',
    () => {
      const fields = signForm(bucket).map(
        ([name, value]) =>
          `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      const file = '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nhalf';
      return post(engine, bucket, {
        body: fields.join('') + file,
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
      });
    },
    400,
    { Code: 'MalformedPOSTRequest' },
  ],
  [
    'another Content-MD5',
    () => {
      const fields: Field[] = [['Content-MD5', createHash('md5').update('other').digest('base64')]];
      return postForm(engine, bucket, signForm(bucket, { fields }));
    },
    400,
    {
      Code: 'BadDigest',
      Message: 'The Content-MD5 you specified did not match what we received.',
      CalculatedDigest: createHash('md5').update('hello').digest('base64'),
    },
  ],
  [
    'another checksum',
    () => {
      const fields: Field[] = [['x-amz-checksum-sha256', sha256('other')]];
      return postForm(engine, bucket, signForm(bucket, { fields }));
    },
    400,
    {
      Code: 'BadDigest',
      Message: 'The SHA256 you specified did not match the calculated checksum.',
    },
  ],
  [
    'a checksum that is none',
    () => {
      const fields: Field[] = [['x-amz-checksum-sha256', 'nonsense']];
      return postForm(engine, bucket, signForm(bucket, { fields }));
    },
    400,
    { Code: 'InvalidRequest', Message: 'Value for x-amz-checksum-sha256 header is invalid.' },
  ],
  [
    'two checksums',
    () => {
      const fields: Field[] = [
        ['x-amz-checksum-sha256', sha256('hello')],
        ['x-amz-checksum-crc32', 'NhCmhg=='],
      ];
      return postForm(engine, bucket, signForm(bucket, { fields }));
    },
    400,
    {
      Code: 'InvalidRequest',
      Message:
        'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    },
  ],
  [
    'tags that are no XML',
    () => postForm(engine, bucket, signForm(bucket, { fields: [['tagging', 'env=x']] })),
    400,
    { Code: 'MalformedXML' },
  ],
  [
    'form by an unknown access key',
    () => postForm(engine, bucket, [['key', 'posted']]),
    403,
    { Code: 'AccessDenied', Message: 'Access Denied' },
  ],
  [
    'over 20 KB before the file',
    () => {
      const fields: Field[] = [['x-ignore-a', 'x'.repeat(20_480)]];
      return postForm(engine, bucket, [...fields, ...signForm(bucket)]);
    },
    400,
    { Code: 'MaxPostPreDataLengthExceededError' },
  ],
];

test.each(REFUSALS)('a form is refused: %s', async (_name, send, status, xml) => {
  await expectRefusal({ engine, bucket }, send, { status, xml });
});

test.runIf(isEmbedded)('a form with two files is refused', async () => {
  const form = new FormData();
  for (const [name, value] of signForm(bucket, { key: 'two' })) form.append(name, value);
  form.append('file', new Blob(['1']), '1');
  form.append('file', new Blob(['2']), '2');
  expect(await post(engine, bucket, { body: form })).toMatchObject({
    status: 400,
    xml: {
      Code: 'InvalidArgument',
      Message: 'POST requires exactly one file upload per request.',
    },
  });
});

test.runIf(isEmbedded)('a session token that belongs to another', async () => {
  const wrong = signForm(bucket).map(
    ([name, value]): Field => (name === 'X-Amz-Security-Token' ? [name, 'stolen'] : [name, value]),
  );
  expect(await postForm(engine, bucket, wrong)).toMatchObject({
    status: 400,
    xml: { Code: 'InvalidToken' },
  });
  const missing = without(signForm(bucket), 'x-amz-security-token');
  expect(await postForm(engine, bucket, missing)).toMatchObject({
    status: 403,
    xml: { Code: 'InvalidAccessKeyId' },
  });
});
