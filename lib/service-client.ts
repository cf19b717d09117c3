// The app client of the application's backend in a user pool: it signs in with a secret, and no person can use it.
import { Duration } from 'aws-cdk-lib';
import {
  type CfnUserPoolClient,
  type IUserPool,
  OAuthScope,
  ResourceServerScope,
  UserPoolClient,
  UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { serviceScope } from '../lambdas/config/auth-config.ts';

/** The properties of the client. */
export interface ServiceClientProps {
  readonly userPool: IUserPool;
  /** The name of this Airlock, with which its scope begins. */
  readonly name: string;
}

/**
 * A resource server with one scope, and the only client that may obtain it: by client credentials (RFC 6749 §4.4). The
 * secret stays at Cognito, in no template and no output.
 */
export class ServiceClient extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, { userPool, name }: ServiceClientProps) {
    super(scope, id);
    const [identifier = '', scopeName = ''] = serviceScope(name).split('/');
    const service = new ResourceServerScope({
      scopeName,
      scopeDescription: 'Acts for the owners of files.',
    });
    const server = new UserPoolResourceServer(this, 'Server', {
      userPool,
      identifier,
      scopes: [service],
    });
    const client = new UserPoolClient(this, 'Client', {
      userPool,
      generateSecret: true,
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [OAuthScope.resourceServer(server, service)],
      },
      accessTokenValidity: Duration.hours(1),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    // Without a list Cognito allows sign-in by password (Cognito API reference, CreateUserPoolClient, ExplicitAuthFlows).
    (client.node.defaultChild as CfnUserPoolClient).explicitAuthFlows = [
      'ALLOW_REFRESH_TOKEN_AUTH',
    ];
    this.clientId = client.userPoolClientId;
  }
}
