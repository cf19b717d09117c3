// Several issuers, with everything real: the deployed authorizer behind the gateway, the client, and issuers that run here.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createAirlock } from '../../client/airlock.ts';
import { problemSchema } from '../../lambdas/http/contract.ts';
import type { Cloud } from '../../local/cloud.ts';
import { accessToken } from '../access-token.ts';
import { eventually } from '../eventually.ts';
import { startCloudWith } from '../issuers/cloud-of.ts';
import { makeKey } from '../issuers/keys.ts';
import { makeProvider } from '../issuers/providers.ts';
import { recipeFor } from '../issuers/recipes.ts';
import { type RunningIssuer, startIssuer } from '../issuers/start-issuer.ts';

const alice = { sub: 'alice', email: 'alice@partner.example', groups: [] };
const editor = { sub: 'erika', email: 'erika@partner.example', groups: ['editors', 'staff'] };

let cloud: Cloud;
let partner: RunningIssuer;
let own: RunningIssuer;
let people: Server;

const secretParameter = '/story/directory';

beforeAll(async () => {
  partner = await startIssuer(await makeProvider('Keycloak'), alice);
  own = await startIssuer(await makeProvider('Your own tokens'), alice);
  const issuers = [
    { name: 'partner', ...recipeFor('Keycloak', partner), audiences: ['airlock'] },
    { name: 'app', ...recipeFor('Your own tokens', own) },
  ].map(({ clientId: _, page: __, issuer = '', ...rules }) => ({ issuer, ...rules }));
  people = createServer(answerLookup);
  await new Promise<void>((resolve) => people.listen(0, '127.0.0.1', resolve));
  const { port } = people.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/people`;
  const directory = { engine: 'endpoint', url, secretParameter } as const;
  cloud = await startCloudWith('story-issuers', { issuers, directory }, inject('runDirectory'));
  const endpoint = cloud.addresses.control;
  const ssm = new SSMClient({ region: 'us-east-1', endpoint, credentials: cloud.credentials });
  const secret = { Name: secretParameter, Value: 'a secret', Type: 'SecureString' } as const;
  await ssm.send(new PutParameterCommand(secret));
  ssm.destroy();
});
afterAll(async () => {
  await cloud?.stop();
  await partner?.close();
  await own?.close();
  people?.close();
});

/** A directory that knows one person, of a further issuer. */
async function answerLookup(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const lookup = (await json(request)) as { name?: string; subs?: string[] };
  const isAsked = lookup.name === 'Bob' || lookup.subs?.includes('app:bob');
  response.statusCode = request.headers.authorization === 'Bearer a secret' ? 200 : 401;
  response.end(JSON.stringify({ principals: isAsked ? [{ sub: 'app:bob', name: 'Bob' }] : [] }));
}

const airlockOf = (token: string) =>
  createAirlock({ api: cloud.addresses.api, getToken: () => token });

const send = (token: string, name: string) =>
  airlockOf(token).upload(new File([name], `${name}.txt`, { type: 'text/plain' }), {
    collection: 'notes',
  });

/** The answer to a request with this header. */
async function ask(authorization?: string, path = '/usage') {
  const response = await fetch(cloud.addresses.api + path, {
    headers: authorization === undefined ? {} : { authorization },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

it('the same subject at three issuers is three owners, none of whom sees the files of another', async () => {
  const tokens = {
    alice: await accessToken(cloud.addresses, 'alice'),
    'partner:alice': await partner.token(alice),
    'app:alice': await own.token(alice),
  };
  for (const [owner, token] of Object.entries(tokens)) {
    const file = await send(token, `of ${owner.replace(':', ' ')}`);
    expect(file).toMatchObject({ status: 'ready', owner });
  }
  for (const [owner, token] of Object.entries(tokens)) {
    const { files } = await airlockOf(token).list();
    expect(new Set(files.map((file) => file.owner))).toEqual(new Set([owner]));
  }
});

it('a group of a further issuer has the rights that the configuration gives it, and no others', async () => {
  const { id } = await send(await partner.token(alice), 'for editors');
  const { id: foreign } = await send(await own.token(alice), 'of the app');
  const editors = airlockOf(await partner.token(editor));
  expect((await editors.get(id)).permissions.edit).toBe(true);
  expect((await editors.get(foreign)).permissions.edit).toBe(true);
  // The group `staff` of the partner is not the administrators' group of the first issuer.
  const staff = airlockOf(await partner.token({ ...editor, sub: 'sam', groups: ['staff'] }));
  await expect(staff.get(id)).rejects.toMatchObject({ code: 'not_found' });
});

it('a group whose name has blanks, commas, brackets, quotes or other scripts gives the rights of no part of it', async () => {
  const { id } = await send(await partner.token(alice), 'for editors only');
  const names = [
    ...['editors staff', 'Legal editors', 'a,editors', '[editors]', '["editors"]', '"editors"'],
    ...[
      "'editors'",
      'editors\u0000',
      'editors\n',
      ' editors',
      'ｅｄｉｔｏｒｓ',
      'Editors',
      'групa, 社員',
    ],
    ...['partner:editors', 'group:editors', 'app:staff', ''],
  ];
  for (const groups of names.flatMap((name) => [[name], [name, name]])) {
    const reader = airlockOf(await partner.token({ ...editor, sub: 'rita', groups }));
    await expect(reader.get(id), JSON.stringify(groups)).rejects.toMatchObject({
      code: 'not_found',
    });
  }
  const member = await partner.token({ ...editor, sub: 'rita', groups: [...names, 'editors'] });
  expect((await airlockOf(member).get(id)).permissions.edit).toBe(true);
});

it('a file is shared with a principal of another issuer by its whole name', async () => {
  const { id } = await send(await accessToken(cloud.addresses, 'alice'), 'shared');
  const bob = airlockOf(await own.token({ ...alice, sub: 'bob' }));
  await airlockOf(await accessToken(cloud.addresses, 'alice')).share(id, 'user:bob');
  await expect(bob.get(id)).rejects.toMatchObject({ code: 'not_found' });
  await airlockOf(await accessToken(cloud.addresses, 'alice')).share(id, 'user:app:bob');
  expect((await bob.get(id)).filename).toBe('shared.txt');
});

it('a directory of the operator’s own finds people of every issuer', async () => {
  const airlock = airlockOf(await accessToken(cloud.addresses, 'alice'));
  const found = { principals: [{ principal: 'user:app:bob', name: 'Bob' }] };
  expect(await airlock.lookUpPrincipals({ name: 'Bob' })).toEqual(found);
  expect(await airlock.lookUpPrincipals({ subs: ['alice', 'app:bob'] })).toEqual(found);
  expect(await airlock.lookUpPrincipals({ name: 'Eve' })).toEqual({ principals: [] });
});

it('an owner of another issuer publishes a file, and anyone reads it at its address', async () => {
  const owner = airlockOf(await own.token(alice));
  const { id } = await owner.upload(new File(['for all'], 'news.txt', { type: 'text/plain' }), {
    collection: 'notes',
  });
  await owner.edit(id, { visibility: 'public' });
  const { url = '' } = await eventually(async () => {
    const file = await owner.get(id);
    expect(file.url).toBeDefined();
    return file;
  });
  expect(await (await fetch(url)).text()).toBe('for all');
});

it('a refusal is a problem document that says why', async () => {
  const now = Math.floor(Date.now() / 1000);
  const forged = await startIssuer(
    { ...(await makeProvider('Keycloak')), key: await makeKey('RS256', 'Keycloak-1') },
    alice,
  );
  const cases: readonly (readonly [token: string, status: number, code: string, why: RegExp])[] = [
    [await partner.token(alice, { exp: now - 60 }), 401, 'unauthorized', /has expired/],
    [await partner.token(alice, { nbf: now + 60 }), 401, 'unauthorized', /not valid yet/],
    [await partner.token(alice, { aud: 'account' }), 401, 'unauthorized', /not for this API/],
    [await partner.token(alice, { sub: '' }), 401, 'unauthorized', /no claim sub/],
    [await partner.token(alice, { scope: 'email' }), 403, 'forbidden', /none of the scopes/],
    [await forged.token(alice, { iss: partner.issuer }), 401, 'unauthorized', /signature/],
    [await forged.token(alice), 401, 'unauthorized', /not accepted/],
    ['opaque', 401, 'unauthorized', /no signed JWT/],
  ];
  await forged.close();
  for (const [token, status, code, why] of cases) {
    const answer = await ask(`Bearer ${token}`);
    expect(answer).toMatchObject({ status, body: { code, detail: expect.stringMatching(why) } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    problemSchema.parse(answer.body);
    // The answer comes from the gateway's cache the second time.
    expect((await ask(`Bearer ${token}`)).body).toEqual(answer.body);
  }
});

it('a request without a token is refused by the gateway itself, and the client says the same', async () => {
  expect(await ask()).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  await expect(airlockOf('').list()).rejects.toMatchObject({ code: 'unauthorized' });
});

it('every route behind a token refuses a caller whose token is not accepted', async () => {
  const { routes } = await import('../../lambdas/functions.ts');
  for (const { method, path } of routes.filter(({ isAnonymous }) => !isAnonymous)) {
    const response = await fetch(cloud.addresses.api + path.replaceAll(/\{\w+\}/g, 'x'), {
      method,
      headers: { authorization: 'Bearer opaque' },
    });
    expect(response.status, `${method} ${path}`).toBe(401);
    expect((await response.json()).code, `${method} ${path}`).toBe('unauthorized');
  }
});
