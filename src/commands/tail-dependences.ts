import type { Context } from './context.ts';
import type { Dependence } from './idle-options.ts';
import type { TailOptions } from './tail.ts';
import { forwardUrl } from './tail-forward.ts';

type Chosen = TailOptions & Pick<Context['system'], 'env'>;

const isPolled = ({ listen, from, peek }: Chosen) =>
  [listen, from, peek].every((other) => other === undefined);

/** Options of `tail` that do something only together with others. */
export const TAIL_DEPENDENCES: readonly Dependence<Chosen>[] = [
  // What is pushed says so in words of its own.
  {
    flag: '--keep-unmatched',
    isOfUse: ({ queue, peek, listen }) => listen !== undefined || (queue !== undefined && peek === undefined),
    needs: '--queue, without --peek: nothing else is taken from where it is',
  },
  { flag: '--concurrency', isOfUse: isPolled, needs: 'a queue or topic that is polled' },
  { flag: '--wait-seconds', isOfUse: isPolled, needs: 'a queue or topic that is polled' },
  {
    flag: '--forward-format',
    isOfUse: (options) => options.route !== undefined || forwardUrl(options, options.env) !== undefined,
    needs: '--forward or --route',
  },
  {
    flag: '--buffer',
    isOfUse: ({ output, tui }) => output === undefined && tui,
    needs: 'the terminal UI, which --output and --no-tui leave out',
  },
];
