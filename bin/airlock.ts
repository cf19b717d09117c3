// What `cdk` runs: the app, held against CloudFormation's and AWS's own rules, synthesized.
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { createApp } from '../lib/app.ts';

const app = await createApp({ checked: true });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
