// Signed streaming uploads, made by hand: the SDK for JavaScript only sends unsigned ones.
import { createHash, createHmac } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAwsChunked } from '../../../local/s3/aws-chunked.ts';
import { CREDENTIALS, errorOf, REGION } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { signer } from './signed-request.ts';

const { engine, Bucket } = await engineForFile();

const hash = (data: string) => createHash('sha256').update(data).digest('hex');
const sha256 = (data: string) => createHash('sha256').update(data).digest('base64');

interface Streaming {
  /** Beside those that signing needs; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly chunks: readonly string[];
  readonly trailer?: readonly [name: string, value: string];
  /** Changes the encoded body before it is sent. */
  readonly tamper?: (body: string) => string;
}

const definedOf = (headers: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** Puts an object in signed chunks (AWS "sigv4-streaming" and "-trailers"). */
async function putStreaming(
  key: string,
  { chunks, trailer, headers: more = {}, tamper = (body) => body }: Streaming,
) {
  const host = new URL(engine.url);
  const whole = chunks.join('');
  const payload = `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${trailer ? '-TRAILER' : ''}`;
  const signed = await signer().sign({
    method: 'PUT',
    protocol: host.protocol,
    hostname: host.hostname,
    port: Number(host.port),
    path: `/${Bucket}/${key}`,
    query: {},
    headers: definedOf({
      host: host.host,
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': payload,
      'x-amz-decoded-content-length': String(whole.length),
      ...(trailer && { 'x-amz-trailer': trailer[0] }),
      ...more,
    }),
  });
  const date = signed.headers['x-amz-date'] ?? '';
  const scope = `${date.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const signingKey = scope
    .split('/')
    .reduce<string | Buffer>(
      (key, part) => createHmac('sha256', key).update(part).digest(),
      `AWS4${CREDENTIALS.secretAccessKey}`,
    );
  let previous = /Signature=(\w+)/.exec(signed.headers.authorization ?? '')?.[1] ?? '';
  const sign = (kind: string, content: string) => {
    const text = `AWS4-HMAC-SHA256-${kind}\n${date}\n${scope}\n${previous}\n${content}`;
    previous = createHmac('sha256', signingKey).update(text).digest('hex');
    return previous;
  };
  let body = '';
  for (const chunk of [...chunks, '']) {
    const signature = sign('PAYLOAD', `${hash('')}\n${hash(chunk)}`);
    body += `${chunk.length.toString(16)};chunk-signature=${signature}\r\n`;
    if (chunk !== '') body += `${chunk}\r\n`;
  }
  if (trailer) {
    const line = `${trailer[0]}:${trailer[1]}`;
    body += `${line}\r\nx-amz-trailer-signature:${sign('TRAILER', hash(`${line}\n`))}\r\n`;
  }
  const { host: _, ...headers } = signed.headers;
  const response = await fetch(`${engine.url}/${Bucket}/${key}`, {
    method: 'PUT',
    headers,
    body: tamper(`${body}\r\n`),
  });
  return { status: response.status, xml: errorOf(await response.text()) };
}

test('signed chunks become one object, without the encoding of their transport', async () => {
  const chunks = ['a'.repeat(70_000), 'b'.repeat(65_536), 'c'];
  expect(await putStreaming('signed', { chunks })).toMatchObject({ status: 200 });
  const found = await engine.client.send(new GetObjectCommand({ Bucket, Key: 'signed' }));
  expect(await found.Body?.transformToString()).toBe(chunks.join(''));
  expect(found.ContentEncoding).toBeUndefined();
});

/** Long enough for S3 to let another chunk follow. */
const FIRST = `hello ${'.'.repeat(8186)}`;
const WHOLE = `${FIRST}world`;

test('a signed trailer carries the checksum', async () => {
  const chunks = [FIRST, 'world'];
  const trailer = ['x-amz-checksum-sha256', sha256(WHOLE)] as const;
  expect(await putStreaming('trailer', { chunks, trailer })).toMatchObject({ status: 200 });
  const head = await engine.client.send(
    new HeadObjectCommand({ Bucket, Key: 'trailer', ChecksumMode: 'ENABLED' }),
  );
  expect(head.ChecksumSHA256).toBe(trailer[1]);
  const wrong = ['x-amz-checksum-sha256', sha256('other')] as const;
  expect(await putStreaming('wrong', { chunks, trailer: wrong })).toMatchObject({
    status: 400,
    xml: { Code: 'BadDigest' },
  });
});

test.each<[string, (body: string) => string]>([
  ['a changed byte', (body) => body.replace('hello', 'hallo')],
  ['a changed trailer', (body) => body.replace(/(x-amz-checksum-sha256:).../, '$1AAA')],
  ['a dropped chunk', (body) => body.slice(body.indexOf('\r\n', body.indexOf('hello')) + 2)],
])('%s breaks the chain of signatures', async (_name, tamper) => {
  const trailer = ['x-amz-checksum-sha256', sha256(WHOLE)] as const;
  const answer = await putStreaming('broken', { chunks: [FIRST, 'world'], trailer, tamper });
  expect(answer).toMatchObject({ status: 403, xml: { Code: 'SignatureDoesNotMatch' } });
});

test('a chunk below 8192 bytes must be the last one', async () => {
  const chunks = ['a'.repeat(8192), 'b'.repeat(8191), 'c'];
  expect(await putStreaming('small', { chunks })).toMatchObject({
    status: 400,
    xml: { Code: 'InvalidChunkSizeError', Chunk: '3', BadChunkSize: '8191' },
  });
});

test('a trailer that no header declares is malformed', async () => {
  const trailer = ['x-amz-checksum-sha256', sha256('hello')] as const;
  const headers = { 'x-amz-trailer': undefined };
  expect(await putStreaming('undeclared', { chunks: ['hello'], trailer, headers })).toMatchObject({
    status: 400,
    xml: { Code: 'MalformedTrailerError' },
  });
});

test.each([
  ['a checksum in a header beside the trailer', { 'x-amz-checksum-crc32': 'AAAAAA==' }],
  ['another algorithm than the trailer has', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }],
])('a chunked body is refused: %s', async (_what, headers) => {
  const trailer = ['x-amz-checksum-sha256', sha256('hello')] as const;
  expect(await putStreaming('two', { chunks: ['hello'], trailer, headers })).toMatchObject({
    status: 400,
    xml: { Code: 'InvalidRequest' },
  });
});

test('a body that ends early is incomplete', async () => {
  const tamper = (body: string) => body.slice(0, body.indexOf('world') + 2);
  const answer = await putStreaming('early', { chunks: [FIRST, 'world'], tamper });
  expect(answer).toMatchObject({ status: 400, xml: { Code: 'IncompleteBody' } });
});

test('decoding does not depend on where the network cut the body', async () => {
  const text = fc.array(fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 }));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 9000 })), async (words, cuts) => {
      const chunks = words.map((word) => word.padEnd(8192, '.'));
      const pieces = [...chunks, ''].map(
        (chunk) => `${chunk.length.toString(16)}\r\n${chunk}${chunk && '\r\n'}`,
      );
      const encoded = Buffer.from(`${pieces.join('')}x-amz-checksum-crc32:abc\r\n\r\n`);
      async function* source() {
        let at = 0;
        for (const cut of cuts) {
          yield encoded.subarray(at, at + cut);
          at += cut;
        }
        yield encoded.subarray(at);
      }
      const trailers = new Map<string, string>();
      const decoded: Buffer[] = [];
      const declaredTrailer = 'x-amz-checksum-crc32';
      const options = { isTrailerSigned: false, declaredTrailer, trailers };
      for await (const piece of decodeAwsChunked(source(), options)) {
        decoded.push(Buffer.from(piece));
      }
      expect(Buffer.concat(decoded).toString()).toBe(chunks.join(''));
      expect(trailers.get('x-amz-checksum-crc32')).toBe('abc');
    }),
  );
});
