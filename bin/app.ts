// The app that `cdk` runs: synthesized, and checked by the rules of CloudFormation and AWS.
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { createApp } from '../lib/app.ts';
import { refuseRegion } from '../lib/refuse-region.ts';

// The CDK's command passes the region of the credentials.
refuseRegion(process.env.CDK_DEFAULT_REGION);
const app = await createApp({ checked: true });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
