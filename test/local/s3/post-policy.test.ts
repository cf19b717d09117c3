// The policy evaluator alone: its grammar, and properties no form may break.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { S3Error } from '../../../local/s3/errors.ts';
import { checkForm, parsePolicy, requireFreshPolicy } from '../../../local/s3/post-policy.ts';

const EXPIRATION = '2030-01-01T00:00:00Z';
const encode = (document: unknown) => Buffer.from(JSON.stringify(document)).toString('base64');
const policyOf = (...conditions: unknown[]) =>
  parsePolicy(encode({ expiration: EXPIRATION, conditions }));

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof S3Error) return `${error.status} ${error.code} ${error.message}`;
    throw error;
  }
  throw new Error('this was accepted, but was expected to be refused');
}

const invalid = (message: string) => `400 InvalidPolicyDocument Invalid Policy: ${message}`;

describe('documents that are no policy', () => {
  test.each<[unknown, string]>([
    [[], 'Invalid JSON.'],
    [{ conditions: [] }, 'Policy missing expiration.'],
    [{ Expiration: EXPIRATION, conditions: [] }, 'Policy missing expiration.'],
    [{ expiration: EXPIRATION }, 'Policy missing conditions.'],
    [{ expiration: EXPIRATION, conditions: [], extra: 1 }, 'Unexpected: "extra"'],
    [{ expiration: 5, conditions: [] }, 'Invalid JSON.'],
    [{ expiration: '2030-01-01', conditions: [] }, "Invalid 'expiration' value: '2030-01-01'"],
    [{ expiration: EXPIRATION, conditions: {} }, "Invalid 'conditions' value: must be a List."],
  ])('a policy document or condition is refused: %j', (document, message) => {
    expect(refusalOf(() => parsePolicy(encode(document)))).toBe(invalid(message));
  });

  test('a policy that is not base64, or empty, is refused', () => {
    expect(refusalOf(() => parsePolicy('***'))).toBe(invalid('invalid Base64 encoding.'));
    expect(refusalOf(() => parsePolicy(''))).toBe(invalid("Expecting '{' but found End-of-Input"));
  });
});

describe('conditions that are none', () => {
  test.each<[unknown, string]>([
    ['text', 'Invalid condition test: must be a List or Object.'],
    [[], 'Invalid Condition: missing operation identifier.'],
    [['like', '$key', 'x'], "Invalid Condition: unknown operation 'like'."],
    [['eq', '$key'], 'Invalid eq: wrong number of arguments.'],
    [['eq', '$key', { a: 1 }], 'Invalid JSON.'],
    [['content-length-range', 1], 'Invalid content-length-range: wrong number of arguments.'],
    [['content-length-range', 1, 1.5], 'Invalid JSON.'],
    [['content-length-range', 'a', 2], 'Invalid JSON.'],
    [
      { a: 'b', c: 'd' },
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
    ],
    [{ key: 5 }, 'Invalid Simple-Condition: value must be a string.'],
  ])('a policy document or condition is refused: %j', (condition, message) => {
    expect(refusalOf(() => policyOf(condition))).toBe(invalid(message));
  });

  test('a reference without its dollar sign can never be met', () => {
    expect(refusalOf(() => policyOf(['eq', 'key', 'x']))).toBe(
      '403 AccessDenied Invalid according to Policy: Policy Condition failed: ["eq", "key", "x"]',
    );
  });
});

test('a list of content types must begin alike in every element', () => {
  const policy = policyOf({ bucket: 'b' }, ['starts-with', '$Content-Type', 'image/']);
  const check = (type: string) => () => checkForm(policy, 'b', new Map([['content-type', type]]));
  check('image/png, image/gif')();
  expect(refusalOf(check('image/png,text/html'))).toContain('Policy Condition failed');
});

test('the narrowest of several size ranges counts', () => {
  const range = 'content-length-range';
  expect(policyOf([range, 1, 10], [range, '5', '20'])).toMatchObject({ minBytes: 5, maxBytes: 10 });
  expect(policyOf()).toMatchObject({ minBytes: 0, maxBytes: Number.POSITIVE_INFINITY });
});

test('a policy ends at its expiration, and an hour after it was signed', () => {
  const policy = policyOf();
  const now = new Date('2029-12-31T23:59:59Z');
  requireFreshPolicy(policy, now.getTime() - 3_600_000, now);
  for (const [signedAt, at] of [
    [now.getTime() - 3_600_001, now],
    [Date.parse(EXPIRATION), new Date(EXPIRATION)],
  ] as const) {
    expect(refusalOf(() => requireFreshPolicy(policy, signedAt, at))).toBe(
      '403 AccessDenied Invalid according to Policy: Policy expired.',
    );
  }
});

const name = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,12}$/)
  .filter(
    (text) =>
      text !== 'bucket' && text !== 'file' && text !== 'policy' && !text.startsWith('x-ignore-'),
  );
const fields = fc
  .uniqueArray(fc.tuple(name, fc.string({ maxLength: 20 })), { selector: ([key]) => key })
  .map((entries) => new Map(entries));
const exact = (form: ReadonlyMap<string, string>) =>
  [...form].map(([field, value]) => ({ [field]: value }));

test('a form with exactly the conditioned fields is admitted, in any order and case', () => {
  fc.assert(
    fc.property(fields, fc.boolean(), (form, isUpper) => {
      const conditions = exact(form).map((condition) =>
        isUpper
          ? Object.fromEntries(Object.entries(condition).map(([k, v]) => [k.toUpperCase(), v]))
          : condition,
      );
      checkForm(policyOf({ bucket: 'b' }, ...conditions.reverse()), 'b', form);
    }),
  );
});

test('one more field, one less field or one other value is refused', () => {
  fc.assert(
    fc.property(fields, name, fc.string({ minLength: 1 }), (form, extra, value) => {
      fc.pre(!form.has(extra));
      const policy = policyOf({ bucket: 'b' }, ...exact(form));
      const wider = new Map(form).set(extra, value);
      expect(refusalOf(() => checkForm(policy, 'b', wider))).toBe(
        `403 AccessDenied Invalid according to Policy: Extra input fields: ${extra}`,
      );
      for (const field of form.keys()) {
        const narrower = new Map(form);
        narrower.delete(field);
        expect(refusalOf(() => checkForm(policy, 'b', narrower))).toContain('Condition failed');
        const other = new Map(form).set(field, `${form.get(field)}${value}`);
        expect(refusalOf(() => checkForm(policy, 'b', other))).toContain('Condition failed');
      }
    }),
  );
});

test('starts-with admits every continuation of its prefix and nothing else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (prefix, value) => {
      const policy = policyOf({ bucket: 'b' }, ['starts-with', '$key', prefix]);
      checkForm(policy, 'b', new Map([['key', prefix + value]]));
      if (value.startsWith(prefix)) return;
      expect(refusalOf(() => checkForm(policy, 'b', new Map([['key', value]])))).toContain(
        'Condition failed',
      );
    }),
  );
});

test('the bucket must be conditioned, and is that of the request', () => {
  expect(refusalOf(() => checkForm(policyOf(), 'b', new Map()))).toBe(
    '403 AccessDenied Invalid according to Policy: Extra input fields: bucket',
  );
  const lie = new Map([['bucket', 'b']]);
  expect(refusalOf(() => checkForm(policyOf({ bucket: 'b' }), 'other', lie))).toContain(
    'Condition failed',
  );
});
