import type { ReactNode } from 'react';

export const metadata = { title: 'Uploads with Next.js' };

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
