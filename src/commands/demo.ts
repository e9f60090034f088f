import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { EMULATOR_PROFILE } from '../clients/profile-in-force.ts';
import { connectServices } from '../clients/services.ts';
import { readSettings } from '../clients/settings.ts';
import type { Emulator } from '../emulator/index.ts';
import { EXIT_CODES } from '../errors.ts';
import type { Source } from '../sources/source.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { bufferSize, positiveInteger } from './option-values.ts';
import { lastLook } from './tail-last-look.ts';
import { lineSinks, openScreen } from './tail-sinks.ts';

interface DemoOptions {
  readonly count?: number | undefined;
  readonly tui: boolean;
  readonly buffer?: number | undefined;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('demo')
    .description('see it work: an emulator, a bucket, a rule, traffic, and its events live')
    .option(
      '--count <n>',
      'end after so many events (default: 12 off a terminal, until q on one)',
      positiveInteger,
    )
    .option('--no-tui', 'lines instead of the terminal UI')
    .option('--buffer <n>', 'events that the terminal UI keeps (default: 10000)', bufferSize)
    .action((flags) => act(run, flags));
}

const NAMES = 'the demo: topics movies, photos';
const DEFAULT_COUNT = 12;
const PACE_MS = { tui: 700, lines: 20 };

/** Traffic and tail side by side; whichever ends first, by itself or by an error, ends the other. */
export async function run(options: DemoOptions, context: Context): Promise<ExitStatus> {
  const { system } = context;
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  const screen = await openScreen({
    context,
    names: NAMES,
    tui: options.tui,
    buffer: options.buffer,
    quit: (how) => ended.abort(how),
    signal,
  });
  const { DEMO_TOPICS } = await import('../use-cases/demo-world.ts');
  screen?.rename(NAMES, DEMO_TOPICS);
  const sinks = screen ? [screen] : await lineSinks(undefined, { names: NAMES }, context);
  const source = demoSource({ context, paceMs: screen ? PACE_MS.tui : PACE_MS.lines });
  const count = options.count ?? (screen ? undefined : DEFAULT_COUNT);
  const { tail } = await import('../use-cases/tail.ts');
  const limit = { ...(count && { count }), ...lastLook(screen, signal) };
  await tail({ source, accepts: () => true, sinks, signal, system, ...limit });
  return ended.signal.reason === 'interrupt' ? EXIT_CODES.interrupted : 0;
}

interface DemoWorld {
  readonly context: Context;
  readonly paceMs: number;
}

/** An emulator and its traffic as a source, there as long as it is read. */
function demoSource({ context, paceMs }: DemoWorld): Source {
  return async function* (signal) {
    const { startEmulator } = await import('../emulator/index.ts');
    const emulator = await startEmulator({ port: 0 });
    const demo = emulatorContext(context, emulator.url);
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    try {
      const opened = await openDemoTail(demo, both);
      const traffic = makeTraffic(demo, emulator, { paceMs, signal: both });
      traffic.catch(() => stop.abort());
      try {
        yield* opened.source(both);
      } finally {
        stop.abort();
        emulator.setFaults('');
        await opened.close();
      }
      await traffic;
    } finally {
      await demo.services.close();
      await emulator.close();
    }
  };
}

/** The same context, but for an emulator of its own: nothing of the user's profiles or environment counts. */
function emulatorContext(context: Context, url: string): Context {
  const given = { profile: EMULATOR_PROFILE, endpoint: url };
  const settings = readSettings({ given, env: {}, profiles: context.profiles });
  const { now, stderr } = context.system;
  const log = (line: string) => stderr.write(`${line}\n`);
  const services = connectServices({ settings, now, ...(context.globals.verbose && { log }) });
  return { ...context, settings, services };
}

async function openDemoTail({ services, settings, system }: Context, signal: AbortSignal) {
  const { createDemoRules, DEMO_TOPICS } = await import('../use-cases/demo-world.ts');
  const [mns, rules] = [await services.mns(), await services.rules()];
  await createDemoRules(mns, rules);
  const { openTopicTail } = await import('../use-cases/tail-topics.ts');
  return openTopicTail({
    client: mns,
    topics: DEMO_TOPICS,
    region: await settings.require('region'),
    accountId: await settings.require('account'),
    waitSeconds: 2,
    batchSize: 16,
    signal,
    system,
  });
}

interface Traffic {
  readonly paceMs: number;
  readonly signal: AbortSignal;
}

async function makeTraffic(
  { services, system }: Context,
  emulator: Emulator,
  traffic: Traffic,
): Promise<void> {
  const { makeDemoTraffic } = await import('../use-cases/demo-traffic.ts');
  const { setFaults, raise } = emulator;
  await makeDemoTraffic({ oss: await services.oss(), setFaults, raise, system, ...traffic });
}
