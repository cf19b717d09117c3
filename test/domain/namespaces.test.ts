// Principals of several issuers: no token of one can name an owner or a group of another.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Principal } from '../../lambdas/domain/access.ts';
import { inNamespace, outsideNamespaces } from '../../lambdas/domain/namespaces.ts';

const names = ['partner', 'staff-sso'];
const principal = (sub: string, ...groups: string[]): Principal => ({ sub, groups });

describe('the principal of a further issuer', () => {
  it('the subject and the groups of a further issuer begin with its name', () => {
    expect(inNamespace(principal('alice', 'staff', 'a b'), 'partner')).toEqual(
      principal('partner:alice', 'partner:staff', 'partner:a b'),
    );
  });

  it('stays a service where it is one', () => {
    const service: Principal = { ...principal('backend'), isService: true };
    expect(inNamespace(service, 'partner')).toMatchObject({
      sub: 'partner:backend',
      isService: true,
    });
  });
});

describe('the principal of the first issuer', () => {
  it('stays as it is', () => {
    const alice = principal('alice', 'staff', 'partners', 'x:partner:');
    expect(outsideNamespaces(alice, names)).toEqual(alice);
    expect(outsideNamespaces(principal('partner:alice', 'partner:x'), [])).toEqual(
      principal('partner:alice', 'partner:x'),
    );
  });

  it('loses the groups that could be read as those of a further issuer', () => {
    const groups = ['partner:staff', 'staff', 'staff-sso:admins', 'partner'];
    expect(outsideNamespaces(principal('alice', ...groups), names).groups).toEqual([
      'staff',
      'partner',
    ]);
  });

  it.each(['partner:alice', 'staff-sso:', 'partner:staff-sso:x'])(
    'is refused where its subject could be read as that of a further issuer: %s',
    (sub) => {
      expect(() => outsideNamespaces(principal(sub), names)).toThrow(
        expect.objectContaining({
          code: 'unauthorized',
          message:
            'The subject of the token begins with the name of another issuer. Ask the operator to give that issuer another name.',
        }),
      );
    },
  );
});

it('two issuers never give the same owner, whatever their tokens say', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('partner:alice', 'alice', 'partner', ':'));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const further = names.map((name) => inNamespace(principal(one, one), name));
      expect(new Set(further.map(({ sub }) => sub)).size).toBe(names.length);
      let first: Principal;
      try {
        first = outsideNamespaces(principal(other, other), names);
      } catch {
        return;
      }
      for (const { sub, groups } of further) {
        expect(first.sub).not.toBe(sub);
        expect(first.groups).not.toContain(groups[0]);
      }
    }),
  );
});
