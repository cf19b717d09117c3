// The local sign-in page: what it hands back, and that it loads nothing.
import { expect, it } from 'vitest';
import { signInPage } from '../../local/issuer/sign-in-page.ts';

it('the sign-in page loads nothing, not even an icon', () => {
  const page = signInPage(new URLSearchParams());
  expect(page).toContain('<link rel="icon" href="data:,">');
  expect(page).not.toMatch(/(?:src|href)="(?!data:,)/);
});

it('the sign-in page hands back every parameter of the request as text', () => {
  const page = signInPage(new URLSearchParams({ state: '"><script>alert(1)</script>' }));
  expect(page).toContain('name="state"');
  expect(page).not.toContain('<script>');
});
