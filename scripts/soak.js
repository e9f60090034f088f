// Long runs of the whole program under faults and kills: `npm run soak -- faults|kills|forward|clean [SIZE] [TIMES]`.
// Prints its figures; ends with 1 when something was lost, came back, came twice where it may not, or the books disagree.
import { soakFaults } from './soak/faults.js';
import { soakClean, soakForward } from './soak/forward.js';
import { soakKills } from './soak/kills.js';

const SOAKS = {
  faults: { run: soakFaults, usualSize: 50_000 },
  kills: { run: soakKills, usualSize: 20_000 },
  forward: { run: soakForward, usualSize: 100_000 },
  clean: { run: soakClean, usualSize: 100_000 },
};

const [name = '', size, times = '1'] = process.argv.slice(2);
const soak = SOAKS[name];
if (soak === undefined) {
  process.stderr.write(`usage: npm run soak -- ${Object.keys(SOAKS).join('|')} [SIZE] [TIMES]\n`);
  process.exit(2);
}
/** What a lost answer hid comes back after this; short where somebody waits for a small run. */
const count = Number(size ?? soak.usualSize);
const visibilitySeconds = count < 10_000 ? 3 : 30;

for (let round = 1; round <= Number(times); round += 1) {
  const startedAtMs = performance.now();
  const problems = await soak.run({ size: count, visibilitySeconds, say });
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  for (const problem of problems) say(`WRONG: ${problem}`);
  say(`${problems.length === 0 ? 'agrees' : 'does not agree'}, ${seconds} s`);
  if (problems.length > 0) process.exitCode = 1;
}
// What a failed run left behind must not keep this process.
process.exit();

function say(text) {
  process.stdout.write(`${name}: ${text}\n`);
}
