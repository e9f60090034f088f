// npm run bench [NAME...]: every benchmark of this folder, or those named. Figures are ratios taken in one run.
import { readdir } from 'node:fs/promises';

const wanted = process.argv.slice(2);
const files = (await readdir(import.meta.dirname)).filter(
  (file) => file.endsWith('.js') && file !== 'run.js',
);

for (const file of files.sort()) {
  const name = file.replace(/\.js$/, '');
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n== ${name}\n`);
  const { run } = await import(`./${file}`);
  for (const line of await run()) process.stdout.write(`${line}\n`);
}
