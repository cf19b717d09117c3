import { expectTypeOf, it } from 'vitest';
import type config from '../../airlock.config.ts';
import { type CollectionName, createAirlock, createUploader } from '../../client/airlock.ts';
import { useUpload } from '../../client/react.ts';

const options = { api: 'https://api.test', getToken: () => 'token' };
const file = new File([''], 'a.png');

it('a client takes the names of collections as a union, from a configuration, or any', () => {
  const props = { collections: { photos: {}, contracts: {} } };
  expectTypeOf<CollectionName<'photos' | 'contracts'>>().toEqualTypeOf<'photos' | 'contracts'>();
  expectTypeOf<CollectionName<typeof props>>().toEqualTypeOf<'photos' | 'contracts'>();
  expectTypeOf<CollectionName<string>>().toEqualTypeOf<string>();
  type Configured = CollectionName<typeof config>;
  expectTypeOf<Configured>().toEqualTypeOf<'images' | 'documents' | 'videos' | 'avatars'>();
});

it('a collection that does not exist does not compile', () => {
  const uploader = createUploader<'photos' | 'contracts'>(options);
  const airlock = createAirlock<typeof config>(options);
  const use = () => [
    uploader.upload(file, { collection: 'photos' }),
    // @ts-expect-error not one of the union
    uploader.upload(file, { collection: 'videos' }),
    airlock.upload(file, { collection: 'videos' }),
    // @ts-expect-error not one of the configuration
    airlock.upload(file, { collection: 'photos' }),
    useUpload({ client: uploader, collection: 'photos' }),
    // @ts-expect-error not one of the client of the hook
    useUpload({ client: uploader, collection: 'videos' }),
    createUploader(options).upload(file, { collection: 'anything' }),
  ];
  expectTypeOf(use).toBeFunction();
});
