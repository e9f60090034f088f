import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Faults } from '../../../src/emulator/core/faults.ts';
import { noJournal } from '../../../src/emulator/core/journal.ts';
import { strictLimits } from '../../../src/emulator/core/limits.ts';
import { MessageQueue } from '../../../src/emulator/core/message-queue.ts';
import { Problem } from '../../../src/emulator/core/problem.ts';
import { usualQueueAttributes } from '../../../src/emulator/core/queue-attributes.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** What a client may know of a message: enough to foretell every receive by brute force. */
interface Known {
  readonly body: string;
  readonly priority: number;
  visibleAtMs: number;
  receipt: string | undefined;
}

const step = fc.oneof(
  fc.record({
    act: fc.constant('send' as const),
    priority: fc.integer({ min: 1, max: 16 }),
    delay: fc.integer({ min: 0, max: 20 }),
  }),
  fc.record({ act: fc.constant('receive' as const), maximum: fc.integer({ min: 1, max: 16 }) }),
  fc.record({ act: fc.constant('delete' as const), which: fc.nat() }),
  fc.record({
    act: fc.constant('change' as const),
    which: fc.nat(),
    seconds: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ act: fc.constant('wait' as const), seconds: fc.integer({ min: 0, max: 40 }) }),
);

test('a queue agrees with a plain list that is searched anew for every question', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const clock = new ManualClock(1_000_000);
      const queue = new MessageQueue('q', usualQueueAttributes(strictLimits), {
        clock,
        limits: strictLimits,
        faults: new Faults(),
        journal: noJournal,
      });
      let model: Known[] = [];
      const held = () =>
        model.filter(({ receipt, visibleAtMs }) => receipt !== undefined && visibleAtMs > clock.now());
      for (const [at, one] of steps.entries()) {
        if (one.act === 'wait') clock.advance(one.seconds * 1000);
        if (one.act === 'send') {
          const body = `message ${at}`;
          const message = queue.send({ body, priority: one.priority, delaySeconds: one.delay });
          if (message instanceof Problem) throw new Error(message.kind);
          model.push({
            body,
            priority: one.priority,
            visibleAtMs: message.visibleAtMs,
            receipt: message.receipt,
          });
        }
        if (one.act === 'receive') {
          const visible = model.filter(({ visibleAtMs }) => visibleAtMs <= clock.now());
          const received = queue.receive(one.maximum);
          const priorities = visible.map(({ priority }) => priority).sort((a, b) => a - b);
          expect(received.map(({ priority }) => priority)).toEqual(priorities.slice(0, one.maximum));
          for (const message of received) {
            const known = visible.find(({ body }) => body === message.body);
            if (known === undefined) throw new Error(`${message.body} is not visible`);
            known.visibleAtMs = message.visibleAtMs;
            known.receipt = message.receipt;
          }
        }
        const target = 'which' in one ? held()[one.which % Math.max(1, held().length)] : undefined;
        if (target?.receipt !== undefined && one.act === 'delete') {
          expect(queue.remove(target.receipt)).toBeUndefined();
          model = model.filter((known) => known !== target);
        }
        if (target?.receipt !== undefined && one.act === 'change') {
          const changed = queue.changeVisibility(target.receipt, one.seconds);
          if (changed instanceof Problem) throw new Error(changed.kind);
          target.visibleAtMs = changed.visibleAtMs;
          target.receipt = changed.receipt;
        }
        const { active, inactive, delayed } = queue.counts();
        expect(active + inactive + delayed).toBe(model.length);
        expect(active).toBe(model.filter(({ visibleAtMs }) => visibleAtMs <= clock.now()).length);
      }
    }),
    { numRuns: 200 },
  );
});
