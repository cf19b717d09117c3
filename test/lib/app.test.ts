import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { allFunctionNames } from '../../lambdas/functions.ts';
import { createApp } from '../../lib/app.ts';

let outdir: string;
beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'airlock-app-'));
});
afterAll(() => rm(outdir, { recursive: true }));

describe('createApp', () => {
  it('builds functions and page and describes both stacks, all within one directory', async () => {
    const assembly = (await createApp({ outdir })).synth();
    expect(assembly.stacks.map((stack) => stack.stackName)).toEqual([
      'Airlock-Static',
      'Airlock-Media',
    ]);
    expect(assembly.directory).toBe(outdir);
    expect(assembly.getStackByName('Airlock-Media').terminationProtection).toBe(true);
    const { Resources } = assembly.getStackByName('Airlock-Media').template;
    for (const { Type, Metadata } of Object.values<Record<string, Record<string, string>>>(
      Resources,
    )) {
      const asset = Metadata?.['aws:asset:path'];
      if (String(Type) === 'AWS::Lambda::Function' && asset) await access(join(outdir, asset));
    }
    expect((await readdir(join(outdir, 'dist', 'functions'))).sort()).toEqual(
      [...allFunctionNames].sort(),
    );
    expect(await readdir(join(outdir, 'dist', 'web'))).toEqual(
      expect.arrayContaining(['index.html', 'assets']),
    );
  });

  it('answers a file that is no configuration with what is wrong', async () => {
    await expect(createApp({ configFile: 'vitest.config.ts', outdir })).rejects.toThrow(
      /vitest\.config\.ts cannot be used/,
    );
  });
});

describe('cdk.json', () => {
  it('turns on every feature that this version of the CDK recommends', () => {
    expect(cdkJson.context).toEqual(flags);
  });
});
