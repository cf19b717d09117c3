// Functions of an application that an Airlock invokes with its events.
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import shippedConfig from '../../airlock.config.ts';
import { defineEvents, type EventsInput } from '../../lambdas/config/events-config.ts';
import { createEventBridge } from '../../lib/event-bridge.ts';
import { ruleFor } from '../../lib/on-event.ts';

/** A stack with a function, and the bus of a configuration. */
function stackWith(input: EventsInput | undefined) {
  const stack = new Stack(new App(), 'Shop');
  const target = new LambdaFunction(stack, 'Resize', {
    code: Code.fromInline('exports.handler = async () => {}'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  const events = createEventBridge(stack, { ...shippedConfig, ...defineEvents(input) });
  return { stack, target, events };
}

it('a rule invokes the function for the types and collections that it names, of this deployment alone', () => {
  const { stack, target, events } = stackWith({ bus: 'own' });
  ruleFor(stack, events, { types: ['FileReady'], target, collections: ['images'] });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['airlock.Airlock'],
      'detail-type': ['FileReady'],
      detail: { file: { collection: ['images'] } },
    },
    Targets: [{ Arn: {} }],
  });
  template.resourceCountIs('AWS::Lambda::Permission', 1);
});

it('two rules for one function have different names', () => {
  const { stack, target, events } = stackWith({});
  ruleFor(stack, events, { types: ['FileReady'], target });
  ruleFor(stack, events, { types: ['FileDeleted', 'FileExpired'], target });
  Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 2);
});

it('says what is missing without events, and without a type', () => {
  const silent = stackWith(undefined);
  expect(() =>
    ruleFor(silent.stack, silent.events, { types: ['FileReady'], target: silent.target }),
  ).toThrow('onEvent needs events; add events: {} to the properties');
  const { stack, target, events } = stackWith({});
  expect(() => ruleFor(stack, events, { types: [], target })).toThrow('names no type');
});
