// Gives each open dialog an entry in the history, so that Back closes the topmost one.

interface Opened {
  readonly dialog: HTMLDialogElement;
  /** Undefined for the address that the page has already. */
  address: string | undefined;
  /** Whether it has its entry: a dialog that opens while the page steps back gets it afterwards. */
  isListed: boolean;
}

/** The open dialogs; the topmost is the last. */
const open: Opened[] = [];

/** Whether the page leaves the entries of closed dialogs: a second navigation would end that step. */
let isReturning = false;

let reopen: (address: string) => boolean = () => false;

/**
 * Calls `open` when the history moves forward to the address of a dialog that was closed; where `open` returns false, the page
 * steps back.
 */
export function onForward(open: (address: string) => boolean): void {
  reopen = open;
}

/** How many dialogs the present entry was made for. */
function depth(): number {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'dialogs' in state
    ? Number(state.dialogs)
    : 0;
}

const countListed = (): number => open.filter(({ isListed }) => isListed).length;

// Left by dialogs of the document before a reload.
if (depth() > 0) history.replaceState(null, '');

window.addEventListener('popstate', () => {
  const above = open.splice(depth(), countListed() - depth());
  for (const { dialog } of above.reverse()) dialog.close();
  const isForward = !isReturning && open.length === 0 && depth() === 1;
  if (!(isForward && reopen(location.pathname))) matchHistory();
});

/** Leaves entries whose dialogs are closed; once there is none, lists the dialogs that have opened since. */
function matchHistory(): void {
  const surplus = depth() - countListed();
  isReturning = surplus > 0;
  if (isReturning) {
    history.go(-surplus);
    return;
  }
  for (const opened of open) if (!opened.isListed) list(opened);
  const top = open.at(-1);
  if (top?.address !== undefined) history.replaceState(history.state, '', top.address);
}

function list(opened: Opened): void {
  opened.isListed = true;
  history.pushState({ dialogs: countListed() }, '', opened.address);
}

/** Shows the dialog at `address`, by default the present one; closing it returns to the entry before. `isListed`: its entry is there. */
export function showInHistory(
  dialog: HTMLDialogElement,
  address?: string,
  { isListed = false } = {},
): void {
  // A dialog reports its end a moment after it is closed: it must not take along one that opens in between.
  for (const each of [...open]) if (!each.dialog.open) leave(each);
  const opened: Opened = { dialog, address, isListed };
  open.push(opened);
  if (!isListed && !isReturning) list(opened);
  dialog.showModal();
  dialog.addEventListener('close', () => leave(opened));
}

/** Steps back from the entry of a dialog that was closed, and closes those above it. */
function leave(opened: Opened): void {
  const index = open.indexOf(opened);
  // Closed by the history itself, or left before.
  if (index < 0) return;
  for (const above of open.splice(index).slice(1).reverse()) above.dialog.close();
  if (isReturning) return;
  isReturning = true;
  // Dialogs that are closed together are left in one step.
  window.setTimeout(matchHistory);
}

/** Changes the address of the topmost dialog. */
export function moveInHistory(address: string): void {
  const top = open.at(-1);
  if (!top) return;
  top.address = address;
  if (!isReturning) history.replaceState(history.state, '', address);
}
