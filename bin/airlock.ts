// What `cdk` runs: the app, held against AWS's own security rules, synthesized.
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { createApp } from '../lib/app.ts';

const app = await createApp();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
