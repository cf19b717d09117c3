import { expect, test } from 'vitest';
import { readPageConfig } from '../../web/page-config.ts';

const least = {
  api: 'https://api.example.com',
  auth: { issuer: 'https://id.example.com', clientId: 'page' },
  collections: { images: { types: ['image/png'], maxBytes: 5 } },
};

test('a configuration of an older stack gets defaults for what it lacks', () => {
  expect(readPageConfig(least)).toEqual({
    ...least,
    auth: { ...least.auth, groupsClaim: ['cognito:groups'], scope: 'openid', parameters: {} },
    collections: { images: { types: ['image/png'], maxBytes: 5, listers: [] } },
  });
});

test('people are found only where the configuration says so', () => {
  expect(readPageConfig({ ...least, findsPeople: true })?.findsPeople).toBe(true);
  expect(readPageConfig({ ...least, findsPeople: 'no' })).not.toHaveProperty('findsPeople');
});

test('a whole configuration is read as it is', () => {
  const whole = {
    ...least,
    auth: {
      ...least.auth,
      groupsClaim: ['roles', 'airlock'],
      scope: 'openid email',
      parameters: { audience: 'x' },
      signOutUrl: 'https://id.example.com/out',
    },
    collections: { images: { types: ['image/png'], maxBytes: 5, listers: ['group:staff'] } },
  };
  expect(readPageConfig(whole)).toEqual(whole);
});

test.each([
  [null],
  ['text'],
  [{ ...least, api: undefined }],
  [{ ...least, auth: null }],
  [{ ...least, auth: { issuer: 'https://id.example.com' } }],
  [{ ...least, collections: { images: { types: 'image/png', maxBytes: 5 } } }],
  [{ ...least, collections: { images: null } }],
])('the value %j is no configuration', (value) => {
  expect(readPageConfig(value)).toBeUndefined();
});
