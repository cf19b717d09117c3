// Gives each open dialog an entry in the history, so that Back closes the topmost one.

const open: HTMLDialogElement[] = [];

const depthOf = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'dialogs' in state ? Number(state.dialogs) : 0;

window.addEventListener('popstate', ({ state }) => {
  for (const dialog of open.splice(depthOf(state)).reverse()) dialog.close();
});

let stepsBack = 0;

/** Goes back once for dialogs that are closed together: a second navigation would end the first. */
function goBack(steps: number): void {
  if (stepsBack === 0) {
    window.setTimeout(() => {
      history.go(-stepsBack);
      stepsBack = 0;
    });
  }
  stepsBack += steps;
}

/** Shows the dialog at `address`, by default the present one; closing it returns to the entry before. */
export function showInHistory(dialog: HTMLDialogElement, address?: string): void {
  open.push(dialog);
  history.pushState({ dialogs: open.length }, '', address);
  dialog.showModal();
  dialog.addEventListener('close', () => {
    const index = open.indexOf(dialog);
    // Closed by the history itself.
    if (index < 0) return;
    const closed = open.splice(index);
    for (const above of closed.slice(1).reverse()) above.close();
    goBack(closed.length);
  });
}

/** Changes the address of the topmost dialog. */
export const moveInHistory = (address: string): void =>
  history.replaceState(history.state, '', address);
