// Which addresses a webhook may be sent to: public ones, so that no name can lead into a private network.
import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** A webhook's name leads to an address that is not public. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
}

/** Blocks that are not globally reachable (IANA IPv4 Special-Purpose Address Registry, RFC 6890), and multicast. */
const special4: readonly (readonly [net: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Within 2000::/3, the one block of global unicast: what is special, or carries an IPv4 address within it. */
const special6: readonly (readonly [net: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const listOf = (
  nets: readonly (readonly [net: string, prefix: number])[],
  family: 'ipv4' | 'ipv6',
): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of nets) list.addSubnet(net, prefix, family);
  return list;
};

const special4List = listOf(special4, 'ipv4');
const special6List = listOf(special6, 'ipv6');
const global6List = listOf([['2000::', 3]], 'ipv6');
const loopback4List = listOf([['127.0.0.0', 8]], 'ipv4');
const loopback6List = listOf([['::1', 128]], 'ipv6');

/** Whether an address is one of the public internet. An IPv6 address that contains an IPv4 one is not. */
export const isPublic = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !special4List.check(address);
  return family === 6 && global6List.check(address, 'ipv6') && !special6List.check(address, 'ipv6');
};

const isLoopback = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return loopback4List.check(address);
  return family === 6 && loopback6List.check(address, 'ipv6');
};

/** The address in a URL, without the brackets of IPv6; undefined for a name. */
const literalOf = ({ hostname }: URL): string | undefined => {
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(host) ? host : undefined;
};

/**
 * Checks an address that a webhook's URL names itself. A loopback address is allowed: only the configuration can name one.
 * @throws PrivateAddressError for any other that is not public
 */
export function requirePublicLiteral(url: URL): void {
  const literal = literalOf(url);
  if (literal === undefined || isLoopback(literal) || isPublic(literal)) return;
  throw new PrivateAddressError(`${literal} is not a public address.`);
}

/**
 * A lookup for a connection: fails if any address of a name is not public. The connection uses the answer that was
 * checked, so that a second answer of the name server cannot lead elsewhere.
 */
export const publicLookup =
  (lookup: typeof resolve = resolve): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const [first] = addresses;
      const refused = addresses.find(({ address }) => !isPublic(address));
      if (refused || !first) {
        const why = `${hostname} leads to ${refused?.address ?? 'no address'}, which is not public.`;
        return callback(new PrivateAddressError(why), '', 0);
      }
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
