// Writes what the bench has found into docs/permissions.md.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../../lib/project.ts';
import { countOver, formatMarkdown, type Table } from '../table.ts';

const head = (day: string) => `# Permissions, each with the test that fails without it

Written by \`npm run bench -- permissions --write\` on ${day}; every row is a run.

Each function acts under a role of its own (\`lib/permissions.ts\`), GuardDuty under the one of its plan. A *right* is one
action on one resource pattern, under at most one condition. The local cloud has every request decided by IAM's rules
([decision 0019](decisions/0019-iam-decides-locally.md)), and what AWS asks of a role before it creates anything (event
sources, functions in a VPC or traced, protection plans) at the start.

- **One right less**: a test fails, and the log of decisions holds the refusal of that right and of no other.
- **One right more**: \`npm run test:all\` ends with a report over every cloud that the tests have started; it names every right
  that nothing needed. A role that differs with the configuration needs all it has in each.
- **Not ours**: the CDK's own functions, which copy files during a deployment and empty the static bucket when its stack is
  deleted. Here the local cloud does their work; \`test/lib/cdk-roles.test.ts\` holds their rights to what the CDK gives.
`;

/** Writes the page, unless a figure is over its budget: then it stays as it was. */
export async function writePage(tables: readonly Table[]): Promise<void> {
  if (tables.some((table) => countOver(table) > 0)) return;
  const day = new Date().toISOString().slice(0, 10);
  const text = [head(day).trimEnd(), ...tables.map(formatMarkdown)].join('\n\n');
  await writeFile(join(projectRoot, 'docs', 'permissions.md'), `${text}\n`);
}
