// An app of your own with one stack, in which Airlock is one construct among others.
import { Airlock, documents, images } from 'airlock';
import { App, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';

const app = new App();
const stack = new Stack(app, 'Shop');

const uploads = new Airlock(stack, 'Uploads', {
  collections: { photos: images(), contracts: documents() },
  origins: ['http://localhost:5173'],
});

// Your own code may read every record and every validated file.
const report = new Role(stack, 'Report', {
  assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
});
uploads.grantRead(report);

new CfnOutput(stack, 'Api', { value: uploads.apiUrl });

Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
