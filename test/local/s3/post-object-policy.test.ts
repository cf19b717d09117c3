// PostObject over HTTP: every refusal by the form's policy, with status, code and message.
import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { expectRefusal, type RefusedForm } from './expect-refusal.ts';
import { postForm, signForm } from './post-form.ts';

const { engine, Bucket: bucket } = await engineForFile({ versioned: true });

const REFUSALS: readonly RefusedForm[] = [
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
];

test.each(REFUSALS)('a form is refused: %s', async (_name, send, status, xml) => {
  await expectRefusal({ engine, bucket }, send, { status, xml });
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
