// Making POST forms by hand, right ones and wrong ones.
import { createHmac } from 'node:crypto';
import { CREDENTIALS, type Engine, errorOf, REGION } from './engine.ts';

export type Field = readonly [name: string, value: string];

export interface FormOptions {
  readonly key?: string;
  /** Conditions beside bucket, key and the auth fields. */
  readonly conditions?: readonly unknown[];
  /** Fields beside key and the auth fields, each covered by an exact condition. */
  readonly fields?: readonly Field[];
  readonly expiresInSeconds?: number;
  readonly signedSecondsAgo?: number;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  /** The whole policy, instead of one made from the above. */
  readonly policy?: string;
}

/** The fields of a form signed by the tests' caller, in the order the SDK has them. */
export function signForm(bucket: string, options: FormOptions = {}): Field[] {
  const { key = 'posted', fields = [], conditions = [], expiresInSeconds = 600 } = options;
  const { signedSecondsAgo = 0, region = REGION } = options;
  const { accessKeyId, secretAccessKey, sessionToken } = { ...CREDENTIALS, ...definedOf(options) };
  const date = new Date(Date.now() - signedSecondsAgo * 1000)
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  const scope = [date.slice(0, 8), region, 's3', 'aws4_request'];
  const auth: Field[] = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', [accessKeyId, ...scope].join('/')],
    ['X-Amz-Date', date],
    ...(sessionToken ? [['X-Amz-Security-Token', sessionToken] as const] : []),
    ['key', key],
  ];
  const exact = [...fields, ...auth].map(([name, value]) => ({ [name]: value }));
  const document = {
    expiration: new Date(Date.now() + expiresInSeconds * 1000).toISOString(),
    conditions: [{ bucket }, ...conditions, ...exact],
  };
  const policy = Buffer.from(options.policy ?? JSON.stringify(document)).toString('base64');
  const signingKey = scope.reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  const signature = createHmac('sha256', signingKey).update(policy).digest('hex');
  return [...fields, ...auth, ['Policy', policy], ['X-Amz-Signature', signature]];
}

/** The answer to a posted form: status, headers, and the elements of its document. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly xml: Record<string, string>;
}

export async function postForm(
  engine: Engine,
  bucket: string,
  fields: readonly Field[],
  file: string | Uint8Array<ArrayBuffer> | null = 'hello',
  { after = [] as readonly Field[], fileName = 'photo.png' } = {},
): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  if (file !== null) form.append('file', new Blob([file]), fileName);
  for (const [name, value] of after) form.append(name, value);
  return post(engine, bucket, { body: form });
}

export async function post(engine: Engine, bucket: string, init: RequestInit): Promise<Answer> {
  const { status, headers, ...response } = await request(`${engine.url}/${bucket}`, init);
  return { status, headers, text: response.text, xml: errorOf(response.text) };
}

async function request(url: string, init: RequestInit) {
  const response = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function definedOf({ accessKeyId, secretAccessKey }: FormOptions) {
  return {
    ...(accessKeyId !== undefined && { accessKeyId }),
    ...(secretAccessKey !== undefined && { secretAccessKey }),
  };
}
