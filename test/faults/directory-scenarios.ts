// The scenarios of finding people by name: in a user pool, and at an endpoint whose secret is in SSM.
import { findPrincipalsWith } from '../../lambdas/aws/cognito/find-principals.ts';
import { findSecretWith } from '../../lambdas/aws/secret-parameters.ts';
import { findPrincipalsAt } from '../../lambdas/directory/find-principals-at.ts';
import type { FindPrincipals, PrincipalLookup } from '../../lambdas/domain/directory-ports.ts';
import { lookUpPrincipals } from '../../lambdas/find-principals/find-principals.ts';
import type { Environment } from './environment.ts';
import { knownPerson, secretOf } from './services.ts';

/** A scenario; each step continues as far as it can after earlier failures. */
type Scenario = (env: Environment) => Promise<void>;

const { sub, name } = knownPerson;
const lookups: readonly PrincipalLookup[] = [{ name }, { subs: [sub, 'unknown'] }];
const found = JSON.stringify([{ principal: `user:${sub}`, name }]);

/** Looks the known person up by name and by id: the answer is the person, or a failure that can be repeated. */
async function lookUpEach(env: Environment, findPrincipals: FindPrincipals): Promise<void> {
  const lookUp = lookUpPrincipals({ findPrincipals });
  env.begin();
  for (const lookup of lookups) check(env, await lookUpAt(env, () => lookUp(lookup)), false);
  await env.end();
  for (const lookup of lookups) check(env, await lookUpAt(env, () => lookUp(lookup)), true);
}

const lookUpAt = (env: Environment, act: () => ReturnType<ReturnType<typeof lookUpPrincipals>>) =>
  env.call('find-principals', act);

type Answer = Awaited<ReturnType<typeof lookUpAt>>;

function check({ expected }: Environment, answer: Answer, mustAnswer: boolean): void {
  if ('value' in answer) {
    const principals = JSON.stringify(answer.value.principals);
    if (principals !== found) expected.violations.push(`a lookup found ${principals}`);
  } else if ('code' in answer) {
    expected.violations.push(`a lookup was refused: ${answer.code}`);
  } else if (mustAnswer) {
    expected.violations.push('a lookup fails although no fault is injected any more');
  }
}

const secretParameter = '/app/directory';

/** The operator's own endpoint: it knows one person, and answers no request without the secret. */
const endpoint: typeof fetch = async (_url, init) => {
  const headers = new Headers(init?.headers);
  if (headers.get('authorization') !== `Bearer ${secretOf(secretParameter)}`) {
    return new Response(undefined, { status: 401 });
  }
  return Response.json({ principals: [knownPerson] });
};

/** These scenarios by their name. */
export const directoryScenarios = {
  directory: (env) => lookUpEach(env, findPrincipalsWith(env.resources.cognito, 'us-east-1_pool')),

  'directory-endpoint': (env) =>
    lookUpEach(
      env,
      findPrincipalsAt({
        url: 'https://directory.example.com/people',
        secretParameter,
        findSecret: findSecretWith(env.resources.ssm),
        fetch: env.injector.around('GetFromDirectory', endpoint, (response) =>
          Response.json({}, { status: response === 'throttled' ? 429 : 500 }),
        ),
      }),
    ),
} as const satisfies Record<string, Scenario>;
