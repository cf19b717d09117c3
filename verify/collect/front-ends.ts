// Collects published front ends, and checks the references of the collected files.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Table, within } from '../../bench/table.ts';
import { collect } from '../../collect/collect.ts';
import { defineStatic, type StaticInput } from '../../lambdas/config/static-config.ts';
import { findLoose } from '../../test/collect/find-loose.ts';

const run = promisify(execFile);

/** A package that ships what browsers load. */
interface FrontEnd {
  readonly name: string;
  /** Where in the package it is. */
  readonly directory: string;
  readonly settings?: Partial<StaticInput>;
}

const frontEnds: readonly FrontEnd[] = [
  { name: 'swagger-ui-dist@5.35.0', directory: '.' },
  { name: 'startbootstrap-creative@7.0.7', directory: 'dist' },
  { name: 'bootstrap@5.3.9', directory: 'dist' },
  { name: 'reveal.js@6.0.2', directory: 'dist' },
];

/** Downloads each with npm, collects it, and counts references that lead to nothing. */
export async function collectFrontEnds(directory: string): Promise<Table> {
  const rows: Table['rows'][number][] = [];
  const skipped: string[] = [];
  for (const { name, directory: folder, settings } of frontEnds) {
    const place = join(directory, name);
    if (!(await download(name, place))) {
      skipped.push(name);
      continue;
    }
    const outdir = join(directory, `${name}-collected`);
    const startedAt = performance.now();
    const { manifest } = await collect({
      settings: defineStatic({ sources: [{ directory: join('package', folder) }], ...settings }),
      root: place,
      outdir,
      now: Date.now,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const { references, loose } = findLoose(outdir, manifest);
    rows.push([
      name,
      String(Object.keys(manifest.files).length),
      String(references),
      within(loose.length, 0),
      seconds.toFixed(2),
    ]);
  }
  return {
    title: 'Front ends that others have published',
    headings: ['package', 'files', 'references', 'that lead to nothing', 'seconds'],
    rows,
    notes: skipped.map((name) => `NOT MEASURED: ${name}, which npm could not download.`),
  };
}

async function download(name: string, directory: string): Promise<boolean> {
  await mkdir(directory, { recursive: true });
  try {
    const { stdout } = await run('npm', ['pack', '--silent', name], { cwd: directory });
    await run('tar', ['-xzf', stdout.trim()], { cwd: directory });
    return true;
  } catch {
    return false;
  }
}
