// Finds elements of index.html with their type checked, and copies its templates.

/** The first element below `root` that matches; throws when there is none or it has another class. */
export function find<Kind extends Element>(
  root: ParentNode,
  selector: string,
  kind: new () => Kind,
): Kind {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`index.html needs a ${kind.name} at ${selector}`);
}

/** A copy of the only element in `<template id="…">`. */
export function copyTemplate<Kind extends Element>(templateId: string, kind: new () => Kind): Kind {
  const template = find(document, `#${templateId}`, HTMLTemplateElement);
  const copy = document.importNode(template.content, true).firstElementChild;
  if (copy instanceof kind) return copy;
  throw new Error(`index.html needs a ${kind.name} in #${templateId}`);
}

/** Whether a person types text into this target of an event. */
export const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && target.type !== 'checkbox' && target.type !== 'radio');

/** Whether a dialog covers the page. */
export const isCovered = (): boolean => document.querySelector('dialog[open]') !== null;

/** Announces a sentence to screen readers (`role="status"`), also when the previous sentence was the same. */
export function announce(sentence: string): void {
  const line = document.createElement('span');
  line.textContent = sentence;
  find(document, '#announcer', HTMLElement).replaceChildren(line);
}
