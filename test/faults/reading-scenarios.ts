// The scenario of everything that only reads: an answer is complete, or it is a failure that can be repeated.
import type { Environment } from './environment.ts';
import { readyFile } from './upload-and-check.ts';
import { ann, ben, createLink, issue, sendPart, share } from './users.ts';

/** A scenario; each step continues as far as it can after earlier failures. */
type Scenario = (env: Environment) => Promise<void>;

const MULTIPART_SIZE = 60;
const page = { limit: 10 };

/** These scenarios by their name. */
export const readingScenarios = {
  async read(env) {
    const id = await readyFile(env);
    await share(env, id);
    await createLink(env, id);
    const inParts = await issue(env, { size: MULTIPART_SIZE });
    if (!inParts) throw new Error('No upload was issued although no fault is injected.');
    await sendPart(env, inParts.file.id, Buffer.alloc(MULTIPART_SIZE, 'x'));
    env.expected.of(inParts.file.id).status = 'deleted';
    const { list, usage, listGrants, listLinks, listParts, versions } = env.useCases;
    env.begin();

    /** What each function has to answer, as a number. */
    const reads: readonly (readonly [string, () => Promise<number>, number])[] = [
      ['list-files', async () => (await list(page, ann)).files.length, 2],
      ['list-files', async () => (await list({ ...page, sort: 'name' }, ann)).files.length, 2],
      ['list-files', async () => (await list({ ...page, shared: 'me' }, ben)).files.length, 1],
      ['get-usage', async () => (await usage(ann)).files, 2],
      ['list-grants', async () => (await listGrants(id, page, ann)).grants.length, 1],
      ['list-links', async () => (await listLinks(id, page, ann)).links.length, 1],
      ['list-parts', async () => (await listParts(inParts.file.id, ann)).parts.length, 1],
      ['get-file', async () => (await versions(id, ann)).length, 1],
    ];
    for (const [name, read, wanted] of reads) {
      const answer = await env.call(name, read);
      if ('value' in answer && answer.value === wanted) continue;
      if ('isFailed' in answer) continue;
      env.expected.violations.push(`${name} answered ${JSON.stringify(answer)}, not ${wanted}`);
    }
  },
} as const satisfies Record<string, Scenario>;
