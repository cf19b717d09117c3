import { Documents } from './documents';

export default function Page() {
  return (
    <main>
      <h1>Documents</h1>
      <Documents />
    </main>
  );
}
