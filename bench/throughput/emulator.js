// The emulator on a free port, with the faults of its argument; prints its URL when it listens.
import { startEmulator } from '../../dist/emulator.mjs';

const [faults] = process.argv.slice(2);
const { url } = await startEmulator(faults ? { faults } : {});
process.stdout.write(`${url}\n`);
