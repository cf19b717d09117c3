import { it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { expectReasonForEachFinding } from './findings.ts';

it('as shipped, no finding of AWS’s rules is left without a reason', async () => {
  await expectReasonForEachFinding(shippedConfig);
});
