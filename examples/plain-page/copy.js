// Copies the built module and its worker from the package to this page.
import { copyFile } from 'node:fs/promises';

const module = import.meta.resolve('@airlock/client/airlock.min.js');
for (const name of ['airlock.min.js', 'hash-worker.js']) {
  await copyFile(new URL(name, module), new URL(name, import.meta.url));
}
