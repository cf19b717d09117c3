// PostObject over HTTP: what a browser form may do, and every refusal by status, code and message.
import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { CREDENTIALS, type Engine, isEmbedded, REGION, startEngine } from './engine.ts';
import { type Field, post, postForm, signForm } from './post-form.ts';

let engine: Engine;
let bucket: string;

beforeAll(async () => {
  engine = await startEngine();
  bucket = await engine.newBucket({ versioned: true });
});
afterAll(() => engine.stop());

const head = (Key: string) =>
  engine.client.send(new HeadObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' }));
const read = async (Key: string) =>
  (
    await engine.client.send(new GetObjectCommand({ Bucket: bucket, Key }))
  ).Body?.transformToString();
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const without = (fields: readonly Field[], name: string) =>
  fields.filter(([field]) => field.toLowerCase() !== name);

describe('forms that are accepted', () => {
  test('the form the SDK presigns', async () => {
    const { url, fields } = await createPresignedPost(engine.client, {
      Bucket: bucket,
      Key: 'sdk/ü 1',
      Fields: {
        'Content-Type': 'text/plain',
        'x-amz-meta-who': 'alice',
        'x-amz-checksum-sha256': sha256('hello'),
        success_action_status: '201',
      },
      Conditions: [['content-length-range', 5, 5]],
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob(['hello']), 'hello.txt');
    const response = await fetch(url, { method: 'POST', body: form });
    expect(response.status).toBe(201);
    const found = await head('sdk/ü 1');
    expect(found).toMatchObject({
      ContentType: 'text/plain',
      Metadata: { who: 'alice' },
      ContentLength: 5,
      ChecksumSHA256: sha256('hello'),
    });
    expect(response.headers.get('etag')).toBe(found.ETag);
    expect(response.headers.get('x-amz-version-id')).toBe(found.VersionId);
    expect(response.headers.get('x-amz-checksum-sha256')).toBe(sha256('hello'));
  });

  test('201 describes the object, 200 and 204 have no body', async () => {
    const statusOf = async (status: string | undefined) => {
      const fields: Field[] = status ? [['success_action_status', status]] : [];
      return postForm(engine, bucket, signForm(bucket, { key: 'a/b c', fields }));
    };
    const created = await statusOf('201');
    const eTag = `"${createHash('md5').update('hello').digest('hex')}"`;
    expect(created.status).toBe(201);
    expect(created.xml).toMatchObject({ Bucket: bucket, Key: 'a/b c', ETag: eTag });
    expect(created.xml.Location).toBe(`${engine.url}/${bucket}/a/b%20c`);
    expect(await statusOf('200')).toMatchObject({ status: 200, text: '' });
    for (const other of ['204', '404', undefined]) {
      expect(await statusOf(other)).toMatchObject({ status: 204, text: '' });
    }
  });

  test('a redirect goes to the page asked for, with what was stored', async () => {
    const target = 'http://localhost:9/done?x=1';
    const fields: Field[] = [['success_action_redirect', target]];
    const answer = await postForm(engine, bucket, signForm(bucket, { key: 'r', fields }));
    expect(answer.status).toBe(303);
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.href.startsWith('http://localhost:9/done?x=1&')).toBe(true);
    expect(location.searchParams.get('bucket')).toBe(bucket);
    expect(location.searchParams.get('key')).toBe('r');
    expect(location.searchParams.get('etag')).toMatch(/^"[0-9a-f]{32}"$/);
    const broken: Field[] = [['success_action_redirect', 'not a url']];
    const ignored = await postForm(engine, bucket, signForm(bucket, { fields: broken }));
    expect(ignored.status).toBe(204);
  });

  test('names of fields and conditions have no case', async () => {
    const fields = signForm(bucket, {
      key: 'case',
      conditions: [['starts-with', '$CoNtEnT-TyPe', 'text/']],
    }).map(([name, value]): Field => [name.toUpperCase(), value]);
    const answer = await postForm(engine, bucket, [...fields, ['cONTENT-tYPE', 'text/css']]);
    expect(answer.status).toBe(204);
    expect((await head('case')).ContentType).toBe('text/css');
  });

  test('a form field behind the file is ignored', async () => {
    const after: Field[] = [
      ['not-covered', 'x'],
      ['Content-Type', 'text/html'],
    ];
    const answer = await postForm(engine, bucket, signForm(bucket, { key: 'after' }), 'x', {
      after,
    });
    expect(answer.status).toBe(204);
    expect((await head('after')).ContentType).toBe('binary/octet-stream');
  });

  test('x-ignore fields need no condition', async () => {
    const fields: Field[] = [...signForm(bucket, { key: 'ignore' }), ['x-ignore-me', 'x']];
    expect((await postForm(engine, bucket, fields)).status).toBe(204);
  });

  test('a range of sizes includes both its ends', async () => {
    const form = () => signForm(bucket, { conditions: [['content-length-range', 2, 4]] });
    for (const text of ['12', '1234']) {
      expect((await postForm(engine, bucket, form(), text)).status).toBe(204);
    }
    const quoted = signForm(bucket, { conditions: [['content-length-range', '0', '0']] });
    expect((await postForm(engine, bucket, quoted, '')).status).toBe(204);
  });

  test('the form may be used again: each use is a version', async () => {
    const form = signForm(bucket, { key: 'again' });
    const one = await postForm(engine, bucket, form, 'one');
    const two = await postForm(engine, bucket, form, 'two');
    expect(one.headers.get('x-amz-version-id')).not.toBe(two.headers.get('x-amz-version-id'));
    expect(await read('again')).toBe('two');
  });

  test('a bucket path with a slash is the bucket', async () => {
    const answer = await postForm(engine, `${bucket}/`, signForm(bucket, { key: 'slash' }));
    expect(answer.status).toBe(204);
  });

  test('a file of several megabytes arrives whole', async () => {
    const bytes = new Uint8Array(6_000_000).map((_, index) => index * 7);
    await postForm(engine, bucket, signForm(bucket, { key: 'large' }), bytes);
    const md5 = createHash('md5').update(bytes).digest('hex');
    expect(await head('large')).toMatchObject({ ContentLength: bytes.length, ETag: `"${md5}"` });
  });

  test('tags are taken as XML', async () => {
    const tagging = '<Tagging><TagSet><Tag><Key>env</Key><Value>x</Value></Tag></TagSet></Tagging>';
    const fields: Field[] = [['tagging', tagging]];
    expect((await postForm(engine, bucket, signForm(bucket, { fields }))).status).toBe(204);
  });

  test.runIf(isEmbedded)(
    'the file name variable becomes the name of the client’s file',
    async () => {
      const key = `in/$${'{filename}'}`;
      const form = signForm(bucket, { key });
      // The condition is on the expanded key, so it is a prefix.
      const policy = Buffer.from(form.find(([name]) => name === 'Policy')?.[1] ?? '', 'base64')
        .toString()
        .replace(JSON.stringify({ key }), '["starts-with","$key","in/"]');
      const signed = signForm(bucket, { key, policy });
      const answer = await postForm(engine, bucket, signed, 'x', { fileName: '../up/ü.png' });
      expect(answer.status).toBe(204);
      expect(await read('in/ü.png')).toBe('x');
    },
  );

  test.runIf(isEmbedded)('a post is announced as one', async () => {
    await postForm(engine, bucket, signForm(bucket, { key: 'announced' }));
    const own = () => engine.events.filter(({ key }) => key === 'announced');
    await eventually(() =>
      expect(own()).toMatchObject([{ eventName: 'ObjectCreated:Post', size: 5 }]),
    );
  });
});

/** Each row of refusals: what is wrong, the form, and the answer it gets. */
const REFUSALS: readonly [
  name: string,
  send: () => ReturnType<typeof postForm>,
  status: number,
  xml: Record<string, unknown>,
][] = [
  [
    'an expired policy',
    () => postForm(engine, bucket, signForm(bucket, { expiresInSeconds: -1 })),
    403,
    { Code: 'AccessDenied', Message: 'Invalid according to Policy: Policy expired.' },
  ],
  [
    'a policy signed over an hour ago',
    () => postForm(engine, bucket, signForm(bucket, { signedSecondsAgo: 3700 })),
    403,
    { Code: 'AccessDenied', Message: 'Invalid according to Policy: Policy expired.' },
  ],
  [
    'a condition that is not met',
    () => postForm(engine, bucket, signForm(bucket, { conditions: [['eq', '$key', 'x']] })),
    403,
    {
      Code: 'AccessDenied',
      Message: 'Invalid according to Policy: Policy Condition failed: ["eq", "$key", "x"]',
    },
  ],
  [
    'a condition on a field that is missing',
    () =>
      postForm(
        engine,
        bucket,
        signForm(bucket, { conditions: [['starts-with', '$x-amz-meta-a', '']] }),
      ),
    403,
    {
      Code: 'AccessDenied',
      Message:
        'Invalid according to Policy: Policy Condition failed: ["starts-with", "$x-amz-meta-a", ""]',
    },
  ],
  [
    'another bucket than conditioned',
    () => postForm(engine, bucket, signForm('another-bucket')),
    403,
    {
      Code: 'AccessDenied',
      Message:
        'Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "another-bucket"]',
    },
  ],
  [
    'a field no condition covers',
    () => postForm(engine, bucket, [...signForm(bucket), ['Content-Type', 'text/html']]),
    403,
    {
      Code: 'AccessDenied',
      Message: 'Invalid according to Policy: Extra input fields: content-type',
    },
  ],
  [
    'a policy that is not JSON',
    () => postForm(engine, bucket, signForm(bucket, { policy: '{nonsense' })),
    400,
    { Code: 'InvalidPolicyDocument', Message: 'Invalid Policy: Invalid JSON.' },
  ],
  [
    'a policy without expiration',
    () => postForm(engine, bucket, signForm(bucket, { policy: '{"conditions":[]}' })),
    400,
    { Code: 'InvalidPolicyDocument', Message: 'Invalid Policy: Policy missing expiration.' },
  ],
  [
    'an expiration that is no date',
    () =>
      postForm(
        engine,
        bucket,
        signForm(bucket, { policy: '{"expiration":"soon","conditions":[]}' }),
      ),
    400,
    {
      Code: 'InvalidPolicyDocument',
      Message: "Invalid Policy: Invalid 'expiration' value: 'soon'",
    },
  ],
  [
    'a file that is too large',
    () =>
      postForm(
        engine,
        bucket,
        signForm(bucket, { conditions: [['content-length-range', 0, 4]] }),
        '12345',
      ),
    400,
    {
      Code: 'EntityTooLarge',
      Message: 'Your proposed upload exceeds the maximum allowed object size.',
      ProposedSize: '5',
      MaxSizeAllowed: '4',
    },
  ],
  [
    'a file that is too small',
    () =>
      postForm(
        engine,
        bucket,
        signForm(bucket, { conditions: [['content-length-range', 6, 9]] }),
        '12345',
      ),
    400,
    {
      Code: 'EntityTooSmall',
      Message: 'Your proposed upload is smaller than the minimum allowed size',
      ProposedSize: '5',
      MinSizeAllowed: '6',
    },
  ],
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

describe('forms that are refused', () => {
  test.each(REFUSALS)('a form is refused: %s', async (_name, send, status, xml) => {
    const before = await countObjects();
    const answer = await send();
    expect(answer.xml).toMatchObject(xml);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/xml');
    expect(answer.xml.RequestId).toBe(answer.headers.get('x-amz-request-id'));
    expect(answer.xml.HostId).toBeDefined();
    expect(await countObjects()).toBe(before);
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
      ([name, value]): Field =>
        name === 'X-Amz-Security-Token' ? [name, 'stolen'] : [name, value],
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

  async function countObjects(): Promise<number | undefined> {
    const page = await engine.client.send(new ListObjectsV2Command({ Bucket: bucket }));
    return page.KeyCount;
  }
});

test.runIf(isEmbedded)(
  'a file over the limit is refused while it is still being sent',
  async () => {
    const fields = signForm(bucket, { conditions: [['content-length-range', 0, 1000]] })
      .map(
        ([name, value]) =>
          `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      .join('');
    const answer = await new Promise<{ status: number | undefined; text: string }>(
      (resolve, reject) => {
        const out = httpRequest(`${engine.url}/${bucket}`, {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 5e9 },
        });
        out.on('response', async (response) => {
          let text = '';
          response.on('data', (data) => {
            text += data;
            // The request is never finished: the answer came without it.
            if (text.endsWith('</Error>')) {
              resolve({ status: response.statusCode, text });
              out.destroy();
            }
          });
        });
        out.on('error', reject);
        out.write(
          `${fields}--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n`,
        );
        out.write('x'.repeat(2000));
      },
    );
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('<Code>EntityTooLarge</Code>');
  },
);
