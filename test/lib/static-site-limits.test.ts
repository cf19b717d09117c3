// Quotas of AWS on a StaticSite that stands in a stack of the app without an Airlock: refused at synth, as an Airlock's are.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { afterAll, expect, it } from 'vitest';
import { StaticSite } from '../../lib/static-site.ts';
import { embed, emptyStack, functionsDirectory, templateOf } from './embed.ts';

const front = mkdtempSync(join(tmpdir(), 'airlock-limits-'));
writeFileSync(join(front, 'index.html'), '<!doctype html>');
afterAll(() => rmSync(front, { recursive: true }));

/** A stack with a site, and with as many topics of the app's own. */
const stackWith = (topics: number, tags = 0) => {
  const stack = emptyStack();
  new StaticSite(stack, 'Site', {
    page: false,
    sources: [{ directory: front }],
    functionsDirectory,
    tags: Object.fromEntries(Array.from({ length: tags }, (_, index) => [`key-${index}`, 'v'])),
  });
  for (let index = 0; index < topics; index += 1) new CfnTopic(stack, `Topic${index}`);
  return stack;
};

it('a StaticSite with more tags than a resource may have is refused by the resource', () => {
  expect(() => templateOf(stackWith(0, 51))).toThrow(
    /^StaticSite “Shop\/Site” exceeds quotas of AWS: \d+\n(?:.*\n)* {2}tags are 51 \(Shop\/Site\/Site\/Distribution\/Resource\); AWS takes at most 50 on a resource\./,
  );
  // The CDK marks the bucket by tags of its own.
  expect(() => templateOf(stackWith(0, 45))).not.toThrow();
});

it('a stack with a StaticSite and more resources than CloudFormation takes is refused, those of others named', () => {
  expect(() => templateOf(stackWith(500))).toThrow(
    /The stack Shop has 5\d\d resources; CloudFormation takes at most 500\. Of \d+ resources of this StaticSite; others in the stack: 50\d\./,
  );
});

it('an Airlock and a StaticSite in one stack are both held against the quotas of their resources', () => {
  const stack = stackWith(0, 51);
  embed(stack);
  expect(() => templateOf(stack)).toThrow(/^StaticSite “Shop\/Site” exceeds quotas of AWS/);
});
