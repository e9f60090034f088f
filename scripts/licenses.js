// Gathers the licences of the packages that the bundle contains.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** @param {readonly string[]} modules paths of the bundled modules */
export async function licensesOf(modules) {
  const folders = new Set(modules.map((module) => packageFolder(relative('.', module))).filter(Boolean));
  const texts = await Promise.all([...folders].sort().map(describe));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/lib/x.js` → `node_modules/a/node_modules/@b/c`. */
function packageFolder(module) {
  return module.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
}

async function describe(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file ? await readFile(join(folder, file), 'utf8') : `Licence: ${license ?? 'not stated'}\n`;
  return `${name} ${version} (${license ?? 'see text'})\n\n${text.trim()}\n`;
}
