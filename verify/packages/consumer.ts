// The files of a project that installs @airlock/client.

/** Compiled with the strict settings that TypeScript and Vite write into a new project. */
const usage = `import {
  AirlockError,
  AirlockRefusal,
  createAirlock,
  createUploader,
  type File as FileRecord,
  FileRejectedError,
} from '@airlock/client';

type Collection = 'photos' | 'contracts';
const airlock = createAirlock<Collection>({ api: 'https://api.example.com', getToken: () => 'token' });

export async function send(file: File): Promise<string | undefined> {
  try {
    const task = airlock.upload(file, {
      collection: 'photos',
      onProgress: ({ phase, sentBytes, totalBytes }) => console.log(phase, sentBytes / totalBytes),
    });
    task.pause();
    task.resume();
    const ready: FileRecord = await task;
    return (await airlock.download(ready.id, { disposition: 'inline' })).url;
  } catch (error) {
    if (error instanceof FileRejectedError) return error.verdict?.reason;
    if (error instanceof AirlockRefusal && error.details.code === 'quota_exceeded') {
      return String(error.details.limit - error.details.used);
    }
    if (error instanceof AirlockError) return error.message;
    throw error;
  }
}

// @ts-expect-error a collection that does not exist
export const wrong = (file: File) => airlock.upload(file, { collection: 'videos' });

export const uploader = createUploader({ api: 'https://api.example.com', getToken: async () => 'token' });
`;

const usageWithUppy = `import { createAirlock, type File } from '@airlock/client';
import { AirlockUploader } from '@airlock/client/uppy';
import Uppy, { type Meta } from '@uppy/core';

const airlock = createAirlock({ api: 'https://api.example.com', getToken: () => 'token' });
export const uppy = new Uppy<Meta, File>().use(AirlockUploader, { airlock, collection: 'photos' });
`;

const usageWithReact = `import { createUploader } from '@airlock/client';
import { UploadButton, UploadDropzone, useUpload } from '@airlock/client/react';

const props = { collections: { photos: {}, contracts: {} } };
const client = createUploader<typeof props>({ api: 'https://api.example.com', getToken: () => 'token' });

export function Photos() {
  const uploads = useUpload({ client, collection: 'photos', onReady: (file) => console.log(file.id) });
  const reasons = uploads.summary.failed.map(({ error }) =>
    error.name === 'FileRejectedError' ? error.verdict?.reason : error.message,
  );
  return (
    <>
      <UploadButton uploads={uploads} className="button" labels={{ choose: 'Upload' }} />
      <UploadDropzone uploads={uploads} accept="image/*" multiple id="zone" />
      {reasons.join(', ')}
    </>
  );
}

export function Wrong() {
  // @ts-expect-error a collection that does not exist
  return <UploadButton uploads={useUpload({ client, collection: 'videos' })} />;
}
`;

const tsconfig = (module: 'nodenext' | 'esnext', moduleResolution: 'nodenext' | 'bundler') => ({
  compilerOptions: {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module,
    moduleResolution,
    types: [],
    strict: true,
    noEmit: true,
  },
  files: ['usage.ts'],
});

/** Uppy's own declarations need a newer library than they say, so they are left out, as new projects do by default. */
const tsconfigWithUppy = (): object => {
  const { compilerOptions } = tsconfig('esnext', 'bundler');
  return { compilerOptions: { ...compilerOptions, skipLibCheck: true }, files: ['uppy.ts'] };
};

/** The settings of Vite's React template that decide what compiles. */
const tsconfigWithReact = (): object => {
  const { compilerOptions } = tsconfig('esnext', 'bundler');
  return { compilerOptions: { ...compilerOptions, jsx: 'react-jsx' }, files: ['react.tsx'] };
};

const uploadScript = `import { createAirlock } from '@airlock/client';
import { fileSource } from '@airlock/client/node';

const [api, token, path, collection] = process.argv.slice(2);
const airlock = createAirlock({ api, getToken: () => token });
const file = await airlock.upload(await fileSource(path), { collection });
const { url } = await airlock.download(file.id);
const bytes = await (await fetch(url)).arrayBuffer();
console.log(JSON.stringify({ node: process.version, status: file.status, bytes: bytes.byteLength }));
`;

const commonJs = `const { createAirlock } = require('@airlock/client');
console.log(typeof createAirlock);
`;

/** File names with their texts. */
export const consumerFiles: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'consumer', private: true, type: 'module' }),
  'usage.ts': usage,
  'tsconfig.nodenext.json': JSON.stringify(tsconfig('nodenext', 'nodenext')),
  'tsconfig.bundler.json': JSON.stringify(tsconfig('esnext', 'bundler')),
  'uppy.ts': usageWithUppy,
  'tsconfig.uppy.json': JSON.stringify(tsconfigWithUppy()),
  'react.tsx': usageWithReact,
  'tsconfig.react.json': JSON.stringify(tsconfigWithReact()),
  'upload.js': uploadScript,
  'common.cjs': commonJs,
  'index.html': '<!doctype html><script type="module" src="page.js"></script>',
  'page.js':
    "import { createUploader } from '@airlock/client';\nglobalThis.createUploader = createUploader;\n",
};
