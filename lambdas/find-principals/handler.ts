// Wires POST /principals/lookups to the directory of the configuration: the user pool, or an endpoint with its secret in SSM.
import { findPrincipalsWith } from '../aws/cognito/find-principals.ts';
import { connectCognito, connectSsm } from '../aws/connect.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { findSecretWith } from '../aws/secret-parameters.ts';
import { config } from '../config/deployed.ts';
import { findPrincipalsAt } from '../directory/find-principals-at.ts';
import type { FindPrincipals } from '../domain/directory-ports.ts';
import { readEnvironment } from '../env.ts';
import { json } from '../http/http.ts';
import { principalLookupSchema } from '../http/principal-requests.ts';
import { readBody } from '../http/request.ts';
import { logOutcome } from '../log.ts';
import { lookUpPrincipals } from './find-principals.ts';

function connectDirectory(): FindPrincipals {
  const { directory } = config;
  if (directory?.engine === 'endpoint')
    return findPrincipalsAt({ ...directory, findSecret: findSecretWith(connectSsm()) });
  const { USER_POOL_ID } = readEnvironment('USER_POOL_ID');
  return findPrincipalsWith(connectCognito(), USER_POOL_ID);
}

const lookUp = lookUpPrincipals({ findPrincipals: connectDirectory() });

export const handler = apiGateway(
  async (request, { principal }) => {
    const lookup = await readBody(request, principalLookupSchema);
    const answer = await lookUp(lookup);
    // Neither the name that was asked for nor its subject: who asks, and how often, shows whether a caller tries out addresses.
    const by = 'name' in lookup ? 'name' : 'subs';
    const found = answer.principals.length;
    logOutcome({ event: 'principals_looked_up', caller: principal.sub, by, found });
    return json(200, answer);
  },
  config.auth,
  { body: true },
);
