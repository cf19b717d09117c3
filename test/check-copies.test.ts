// Which public copies reconcile calls stray, and the order of the steps by which it deletes one.
import { expect, it } from 'vitest';
import { defineConfig } from '../lambdas/config/config.ts';
import { checkCopies } from '../lambdas/reconcile/check-copies.ts';

const config = defineConfig({ collections: { images: { types: ['image/png'], maxBytes: 1000 } } });
const key = `public/${'x'.repeat(22)}/1f2e3d4c-5b6a-4798-8a6b-5c4d3e2f1a0b.png`;

async function check(lastModified: string, { repair = true, failsAt = '' } = {}) {
  const found: unknown[] = [];
  const asked: string[] = [];
  const ask = (what: string) => async (target: string) => {
    asked.push(`${what} ${target}`);
    if (what === failsAt) throw new Error(what);
  };
  const ports = {
    config,
    findFiles: async () => new Map(),
    blankPublicCopy: ask('blank'),
    invalidatePath: ask('invalidate'),
    deletePublicCopy: ask('delete'),
    now: () => new Date('2026-11-29T12:00:00.000Z'),
    report: (finding: unknown) => void found.push(finding),
  };
  const run = checkCopies([{ key, lastModified }], ports, repair);
  await (failsAt === '' ? run : expect(run).rejects.toThrow(failsAt));
  return { found, asked };
}

const old = '2026-11-29T10:00:00.000Z';

it('a stray copy is replaced before the edges forget it, and deleted last', async () => {
  const { found, asked } = await check(old);
  expect(found).toEqual([{ kind: 'stray_copy', key }]);
  expect(asked).toEqual([`blank ${key}`, `invalidate /${key}`, `delete ${key}`]);
});

it('a stray copy whose path the edges could not forget stays for the next run', async () => {
  expect((await check(old, { failsAt: 'invalidate' })).asked).not.toContain(`delete ${key}`);
});

it('a stray copy is only reported where nothing is repaired', async () => {
  const { found, asked } = await check(old, { repair: false });
  expect([found.length, asked]).toEqual([1, []]);
});

it('a copy of the last hour is not called stray, since its record may still change', async () => {
  expect(await check('2026-11-29T11:30:00.000Z')).toEqual({ found: [], asked: [] });
});
