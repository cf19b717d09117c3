import { it } from 'vitest';
import { everyOption, withClamd, withIssuers } from './configs.ts';
import { expectReasonForEachFinding } from './findings.ts';

it.each([
  ['with a clamd', withClamd],
  ['with every option of the site and GuardDuty', everyOption],
  ['with a function that verifies tokens', withIssuers],
])('%s, no finding of AWS’s rules is left without a reason', async (_, config) => {
  await expectReasonForEachFinding(config);
});
