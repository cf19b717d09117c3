// Wires the authorizer of the API: the configuration names the issuers, and each issuer publishes its keys.
import { requestAuthorizer } from '../aws/events/request-authorizer.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment, readOptional } from '../env.ts';
import { trustedIssuers } from '../tokens/trusted-issuers.ts';
import { authorizeRequest } from './authorize-request.ts';

const { TRUSTED_ISSUER: issuer } = readEnvironment('TRUSTED_ISSUER');
const audiences = (readOptional('TRUSTED_AUDIENCES') ?? '').split(' ').filter(Boolean);

export const handler = requestAuthorizer(
  authorizeRequest({
    issuers: trustedIssuers(config.auth, { issuer, audiences }, () => Date.now()),
    services: config.auth.services,
    now: () => new Date(),
  }),
);
