// The operator of a command: known by what only an invocation of the function itself can hold.
import { expect, it } from 'vitest';
import { identify } from '../../lambdas/http/identify.ts';
import { bearerOf } from '../aws/bearer.ts';

const rules = { groupsClaim: ['groups'], services: [] };
const now = new Date('2026-11-29T10:00:00.000Z');

it('takes the caller of a direct invocation for an operator, who acts as a service', () => {
  expect(identify({ operator: { name: 'AKIA' } }, undefined, rules, now)).toEqual({
    ...{ sub: 'operator:AKIA', groups: [], isService: true, isOperator: true },
  });
});

it('takes no claim of a token and no context of an authorizer for an operator', () => {
  const claims = { sub: 'ann', operator: { name: 'AKIA' }, isOperator: true };
  expect(identify({ jwt: { claims } }, bearerOf(claims), rules, now)).toEqual({
    ...{ sub: 'ann', groups: [] },
  });
  const caller = JSON.stringify({ principal: { sub: 'ann', groups: [] }, expiresAt: 2e9 });
  const context = { caller, operator: { name: 'AKIA' } };
  expect(identify({ lambda: context }, undefined, rules, now)).toEqual({ sub: 'ann', groups: [] });
});
