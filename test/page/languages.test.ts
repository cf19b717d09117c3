// Tests the languages of the page: chosen by the browser or the user, and complete on the page.
import { expect } from 'vitest';
import { choose } from './actions.ts';
import { fixture, row, settled, signIn } from './people.ts';
import { it } from './visit.ts';

it('a browser that prefers German shows the page in German, from the sign-in to a verdict', async ({
  visit,
}) => {
  const page = await visit({ locale: 'de-AT' });
  await page.getByRole('button', { name: 'Anmelden' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await signIn(page, 'alice');
  await page.getByRole('heading', { name: 'Dateien hochladen' }).waitFor();
  await page.getByText('oder irgendwo ablegen oder einfügen').waitFor();
  expect(await page.getByTestId('search').getAttribute('placeholder')).toBe('Nach Namen suchen');
  const program = await fixture('fixture.exe');
  await choose(page, { name: 'urlaub.png', mimeType: 'image/png', buffer: program });
  const texts = await settled(page, 'urlaub.png');
  expect(texts).toMatchObject({ status: 'Abgelehnt', type: 'Windows-Programm', size: '96,5 KB' });
  expect(texts.verdict).toMatch(/^Der Inhalt passt nicht|^Diese Sammlung nimmt/);
  await row(page, 'urlaub.png').getByTestId('open-details').click();
  const dialog = page.getByTestId('details');
  await dialog.getByText('Hochgeladen als', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Schließen' }).click();
  await dialog.waitFor({ state: 'detached' });
});

it('the language that the user chooses stays after a reload', async ({ visit }) => {
  const page = await visit({ locale: 'fr-FR' });
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await page.getByTestId('language').selectOption('de');
  await page.getByRole('button', { name: 'Anmelden' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Anmelden' }).waitFor();
  await page.getByTestId('language').selectOption('en');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
});
