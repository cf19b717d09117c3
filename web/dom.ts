// The page's way to its own markup: typed look-ups that fail loudly, and copies of the templates in index.html.

/** The one element below `root` that matches; throws when the markup lacks it or it is of another kind. */
export function find<Kind extends Element>(
  root: ParentNode,
  selector: string,
  kind: new () => Kind,
): Kind {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`index.html needs a ${kind.name} at ${selector}`);
}

/** A fresh copy of the one element in `<template id="…">`. */
export function copyTemplate<Kind extends Element>(templateId: string, kind: new () => Kind): Kind {
  const template = find(document, `#${templateId}`, HTMLTemplateElement);
  const copy = document.importNode(template.content, true).firstElementChild;
  if (copy instanceof kind) return copy;
  throw new Error(`index.html needs a ${kind.name} in #${templateId}`);
}

/** A polite voice for screen readers: says each sentence once, also the same one twice in a row. */
export function announce(sentence: string): void {
  const line = document.createElement('span');
  line.textContent = sentence;
  find(document, '#announcer', HTMLElement).replaceChildren(line);
}
