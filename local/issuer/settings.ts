// AWS::Cognito::UserPoolClient in the templates → the clients of the local issuer.
import type { Template } from '../template/template.ts';

/** A client of the user pool. */
export interface ClientSettings {
  readonly clientId: string;
  /** Where people may be sent after signing in. */
  readonly callbackUrls: readonly string[];
  /** Where people may be sent after signing out. */
  readonly logoutUrls: readonly string[];
  /** Scopes that it may obtain by client credentials; none where it signs people in. */
  readonly machineScopes: readonly string[];
}

const isMachine = ({ AllowedOAuthFlows }: Readonly<Record<string, unknown>>): boolean =>
  Array.isArray(AllowedOAuthFlows) && AllowedOAuthFlows.includes('client_credentials');

/** Reads the clients; none when the configuration names another issuer. */
export function readClients(template: Template): ClientSettings[] {
  return template.resources('AWS::Cognito::UserPoolClient').map(({ ref, properties }) => ({
    clientId: ref,
    callbackUrls: (properties.CallbackURLs as string[] | undefined) ?? [],
    logoutUrls: (properties.LogoutURLs as string[] | undefined) ?? [],
    machineScopes: isMachine(properties) ? (properties.AllowedOAuthScopes as string[]) : [],
  }));
}
