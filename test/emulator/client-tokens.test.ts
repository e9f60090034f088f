/** A call with a ClientToken is carried out once, however often it is sent: as long as the account lasts, and no longer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { callRules, ruleQuery } from '../contract/sdk.ts';

let dataDirectory: string;
let emulator: Emulator;
beforeEach(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'ossnotify-tokens-'));
  emulator = await startEmulator({ dataDirectory });
});
afterEach(async () => {
  await emulator.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await emulator.close();
  emulator = await startEmulator({ dataDirectory });
}

const query = ruleQuery('once', { ClientToken: 'b1e1' });
const create = () => callRules(emulator, 'CreateEventRule', query);

test('a repeat gets the first answer after restarts too', async () => {
  const first = await create();
  for (let round = 0; round < 2; round += 1) {
    await restart();
    expect(await create()).toEqual(first);
    expect(emulator.rules()).toHaveLength(1);
  }
});

test('another call is none, whatever its token', async () => {
  await create();
  await restart();
  const other = callRules(emulator, 'CreateEventRule', { ...query, ClientToken: 'b1e2' });
  await expect(other).rejects.toMatchObject({ code: 'EventRuleAlreadyExist' });
});

test('a reset forgets the call with what it made, also across a restart', async () => {
  await create();
  emulator.reset();
  expect(await create()).toMatchObject({ Data: 'once' });
  expect(emulator.rules()).toMatchObject([{ name: 'once' }]);
  emulator.reset();
  await restart();
  await create();
  expect(emulator.rules()).toMatchObject([{ name: 'once' }]);
});

test('the oldest of many are forgotten', async () => {
  const first = await callRules(emulator, 'CreateQueue', { QueueName: 'q', ClientToken: 'first' });
  for (let at = 0; at < 1000; at += 1)
    await callRules(emulator, 'CreateQueue', { QueueName: 'q', ClientToken: `later-${at}` });
  const again = await callRules(emulator, 'CreateQueue', { QueueName: 'q', ClientToken: 'first' });
  expect(again['RequestId']).not.toBe(first['RequestId']);
});
