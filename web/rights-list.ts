// Lists the grants or links of a file, each with a button that revokes it.
import { attempt, type Place } from './attempt.ts';
import { copyTemplate, find } from './dom.ts';

/** One grant or link as the list shows it. */
export interface ShownRight {
  readonly id: string;
  readonly name: string;
  readonly facts: string;
}

/** What the list needs. */
export interface RightsListOptions extends Place {
  /** `grant` or `link`: the `data-testid` of its items, and of their buttons after `revoke-`. */
  readonly kind: 'grant' | 'link';
  /** The label of the buttons; its accessible name adds the name of the grant or link. */
  readonly revokeLabel: string;
  load(
    cursor?: string,
  ): Promise<{ rights: readonly ShownRight[]; nextCursor?: string | undefined }>;
  /** Revokes it; resolves to a message for the user. */
  revoke(right: ShownRight): Promise<string>;
}

/** The list on the page. */
export interface RightsList {
  /** Shows a grant or link at the top and replaces its older state. */
  put(right: ShownRight): void;
  /** Whether a grant or link is among those that are listed. */
  has(id: string): boolean;
  /** Shows another name of a grant or link that is listed. */
  rename(id: string, name: string): void;
}

/** Wires the list in `part` and loads its first page. */
export function startRightsList(options: RightsListOptions): RightsList {
  const { part, kind, load, revoke } = options;
  const list = find(part, '.rights', HTMLUListElement);
  const more = find(part, '.show-more', HTMLButtonElement);
  const itemOf = new Map<string, HTMLLIElement>();
  let cursor: string | undefined;

  function createItem(right: ShownRight): HTMLLIElement {
    const item = copyTemplate('right', HTMLLIElement);
    const button = find(item, 'button', HTMLButtonElement);
    item.dataset.testid = kind;
    find(item, '.right-facts', HTMLElement).textContent = right.facts;
    button.dataset.testid = `revoke-${kind}`;
    button.textContent = options.revokeLabel;
    showName(item, right.name);
    button.addEventListener('click', () =>
      attempt(button, options, async () => {
        const sentence = await revoke(right);
        remove(right.id);
        return sentence;
      }),
    );
    itemOf.set(right.id, item);
    return item;
  }

  function showName(item: HTMLLIElement, name: string) {
    find(item, '.right-name', HTMLElement).textContent = name;
    find(item, 'button', HTMLButtonElement).setAttribute(
      'aria-label',
      `${options.revokeLabel}: ${name}`,
    );
  }

  function remove(id: string) {
    const item = itemOf.get(id);
    const neighbour = item?.nextElementSibling ?? item?.previousElementSibling;
    if (item?.contains(document.activeElement)) {
      const next = neighbour ?? part;
      next.querySelector<HTMLElement>('button, input')?.focus();
    }
    item?.remove();
    itemOf.delete(id);
  }

  async function loadPage() {
    const page = await load(cursor);
    cursor = page.nextCursor;
    list.append(...page.rights.filter(({ id }) => !itemOf.has(id)).map(createItem));
    more.hidden = cursor === undefined;
  }

  more.addEventListener('click', () =>
    attempt(more, options, async () => {
      const last = list.lastElementChild;
      await loadPage();
      // The focus would be lost with the button.
      if (more.hidden) last?.nextElementSibling?.querySelector('button')?.focus();
      return undefined;
    }),
  );
  void attempt(list, options, async () => void (await loadPage()));

  return {
    has: (id) => itemOf.has(id),
    put(right) {
      itemOf.get(right.id)?.remove();
      list.prepend(createItem(right));
    },
    rename(id, name) {
      const item = itemOf.get(id);
      if (item) showName(item, name);
    },
  };
}
