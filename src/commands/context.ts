import type { GivenSettings } from '../clients/profile-in-force.ts';
import type { ProfileStore } from '../clients/profiles.ts';
import type { Services } from '../clients/services.ts';
import type { Settings } from '../clients/settings.ts';
import type { System } from '../system.ts';
import type { ColorChoice, ColorLevel } from '../terminal.ts';

/** The options that work before and after every subcommand. */
export interface GlobalOptions extends GivenSettings {
  readonly color: ColorChoice;
  readonly quiet?: true | undefined;
  readonly verbose?: true | undefined;
  readonly input: boolean;
  readonly utc?: true | undefined;
}

/** What a command's `run` works with: the world, the settings and the clients. */
export interface Context {
  readonly system: System;
  readonly globals: GlobalOptions;
  /** Aborts when the program has to end: a signal, or a reader that closed the pipe. */
  readonly signal: AbortSignal;
  readonly settings: Settings;
  readonly profiles: ProfileStore;
  /** Clients, each made when it is first asked for. */
  readonly services: Services;
  colors(stream: 'stdout' | 'stderr'): ColorLevel;
  /** A result, to stdout. */
  print(text: string): Promise<void>;
  /** Progress, warnings and hints, to stderr; silent under `--quiet`. */
  tell(text: string): void;
}

/** What a command ends with; failures are thrown instead. */
export type ExitStatus = number;

/** Runs a command's `run` with the context that `main` made; handed to every command's `register`. */
export type Act = <Options>(
  run: (options: Options, context: Context) => Promise<ExitStatus>,
  options: Options,
) => Promise<void>;
