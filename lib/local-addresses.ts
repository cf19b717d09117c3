// Addresses of this machine in a configuration: the local cloud can use them, and a deployed function cannot reach them.
import type { Config } from '../lambdas/config/config.ts';
import { isLoopbackAddress } from './validate-events.ts';

/** A field and the address in it. */
export interface FieldAddress {
  readonly field: string;
  readonly url: string;
}

/** The addresses at this machine that deployed functions, or API Gateway, would ask. */
export function localAddressesIn({ auth, events }: Config): readonly FieldAddress[] {
  const { issuer, jwksUri, issuers, directory } = auth;
  const addresses: readonly (readonly [field: string, url: string | undefined])[] = [
    ['auth.issuer', issuer],
    ['auth.jwksUri', jwksUri],
    ...issuers.flatMap((each, index) => [
      [`auth.issuers[${index}].issuer`, each.issuer] as const,
      [`auth.issuers[${index}].jwksUri`, each.jwksUri] as const,
    ]),
    ['auth.directory.url', directory?.engine === 'endpoint' ? directory.url : undefined],
    ...(events?.webhooks ?? []).map(
      ({ url }, index) => [`events.webhooks[${index}].url`, url] as const,
    ),
  ];
  return addresses.flatMap(([field, url]) =>
    url !== undefined && isLocal(new URL(url)) ? [{ field, url }] : [],
  );
}

const isLocal = (url: URL): boolean => url.hostname === 'localhost' || isLoopbackAddress(url);
