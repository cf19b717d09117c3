// PostObject over HTTP: what a browser form may do.
import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../eventually.ts';
import { isEmbedded } from './engine.ts';
import { engineForFile } from './engine-for-file.ts';
import { type Field, postForm, signForm } from './post-form.ts';

const { engine, Bucket: bucket } = await engineForFile({ versioned: true });

const head = (Key: string) =>
  engine.client.send(new HeadObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' }));
const read = async (Key: string) =>
  (
    await engine.client.send(new GetObjectCommand({ Bucket: bucket, Key }))
  ).Body?.transformToString();
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
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
