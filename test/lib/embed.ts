// An app of another team, without the settings of this repository, in which Airlock is one construct among others.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Environment, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { images } from '../../lambdas/config/presets.ts';
import { Airlock } from '../../lib/airlock.ts';
import type { AirlockProps } from '../../lib/airlock-props.ts';
import { writeStubFunctions } from './stub-functions.ts';

const directory = mkdtempSync(join(tmpdir(), 'airlock-embed-'));
/** Bundles that do nothing. */
export const functionsDirectory = writeStubFunctions(join(directory, 'functions'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

/** An empty app, with the CDK's own defaults unless its context says otherwise; `checked` against CloudFormation's rules. */
export const emptyApp = (
  context: Readonly<Record<string, unknown>> = {},
  { checked = false } = {},
): App =>
  new App({
    context,
    outdir: mkdtempSync(join(directory, 'cdk.out-')),
    analyticsReporting: false,
    builtinCloudFormationValidation: checked,
    stackTraces: checked,
  });

/** An empty stack of such an app. */
export const emptyStack = (env?: Environment, app = emptyApp(), id = 'Shop'): Stack =>
  new Stack(app, id, { ...(env && { env }) } satisfies StackProps);

/** The least that an Airlock needs. */
export const leastProps = {
  collections: { photos: images() },
  origins: ['https://app.example.com'],
  functionsDirectory,
} as const satisfies AirlockProps;

/** Adds an Airlock to the stack. */
export const embed = (stack: Stack, props: Partial<AirlockProps> = {}, id = 'Uploads'): Airlock =>
  new Airlock(stack, id, { ...leastProps, ...props });

/** The template of a stack. */
export const templateOf = (stack: Stack): Template => Template.fromStack(stack);

// The first construct loads most of the CDK, which belongs to no test's time.
embed(emptyStack());
