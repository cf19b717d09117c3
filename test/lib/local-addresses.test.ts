// Addresses of this machine, which nothing that is deployed can reach: each is found by its field.
import { expect, it } from 'vitest';
import { defineConfig } from '../../lambdas/config/config.ts';
import { localAddressesIn } from '../../lib/local-addresses.ts';
import { auth, images, partner, people } from './wrong-configs.ts';

it('an address of this machine is found in every field that may have one', () => {
  const config = defineConfig({
    collections: { images },
    auth: {
      ...auth,
      issuer: 'http://localhost:4404',
      jwksUri: 'http://127.0.0.1:4404/jwks',
      issuers: [{ ...partner, issuer: 'https://[::1]:4404', jwksUri: 'http://localhost/keys' }],
      directory: { ...people, engine: 'endpoint', url: 'http://127.0.0.2/people' },
    },
    events: {
      webhooks: [
        { name: 'public', url: 'https://shop.example.com' },
        { name: 'local', url: 'http://127.0.0.1:3000/hooks' },
      ],
    },
  });
  expect(localAddressesIn(config).map(({ field }) => field)).toEqual([
    'auth.issuer',
    'auth.jwksUri',
    'auth.issuers[0].issuer',
    'auth.issuers[0].jwksUri',
    'auth.directory.url',
    'events.webhooks[1].url',
  ]);
});

it('public addresses, and a configuration with none, are right', () => {
  const issuers = [partner];
  for (const more of [{}, { auth }, { auth: { ...auth, issuers } }, { events: {} }]) {
    expect(localAddressesIn(defineConfig({ collections: { images }, ...more }))).toEqual([]);
  }
});
