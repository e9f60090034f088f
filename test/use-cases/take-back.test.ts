import { expect, it } from 'vitest';
import { hintForSamePlace } from '../../src/commands/same-place.ts';
import { ServiceError } from '../../src/errors.ts';
import { madeSubscription, takeBack } from '../../src/use-cases/take-back.ts';

const denied = new ServiceError({
  service: 'MNS',
  code: 'AccessDenied',
  status: 403,
  message: 'No.',
  requestId: 'R',
});

/** Things that can be removed, or not; and in which order that was tried. */
function things(...names: readonly string[]) {
  const tried: string[] = [];
  const made = names.map((name) => ({
    what: `topic ${name}`,
    removal: `topic delete ${name}`,
    async remove() {
      tried.push(name);
      if (name.startsWith('stuck')) throw new Error('timeout');
    },
  }));
  return { made, tried };
}

it('removes what was made, newest first, and leaves the error as it is', async () => {
  const { made, tried } = things('a', 'b');
  expect(await takeBack(made, denied)).toBe(denied);
  expect(tried).toEqual(['b', 'a']);
});

it('names what could not be removed again, and how it can be', async () => {
  const { made, tried } = things('a', 'stuck', 'c');
  expect(await takeBack(made, denied)).toMatchObject({
    kind: 'authentication',
    code: 'AccessDenied',
    message: 'No; left behind: topic stuck',
    hint: 'this removes what was left behind: ossnotify topic delete stuck',
    requestId: 'R',
    cause: denied,
  });
  expect(tried).toEqual(['c', 'stuck', 'a']);
});

it('gives commands that can be told the place together', async () => {
  const { made } = things('stuck', 'stuck2');
  const { hint } = Object(await takeBack(made, denied));
  expect(hintForSamePlace(hint, { region: 'r' })).toBe(
    'this removes what was left behind: ossnotify topic delete stuck --region r && ossnotify topic delete stuck2 --region r',
  );
});

it('does not name what goes with something else, nor what is gone', async () => {
  const gone = new ServiceError({ service: 'MNS', code: 'TopicNotExist', status: 404, message: 'gone' });
  const { made } = things('stuck');
  const refusing = { unsubscribe: () => Promise.reject(denied) };
  const all = [
    ...made,
    { what: 'topic t', removal: 'topic delete t', remove: () => Promise.reject(gone) },
    madeSubscription('t', 's', refusing),
  ];
  expect(await takeBack(all, denied)).toMatchObject({ message: 'No; left behind: topic stuck' });
});

it('does not hide a mistake of our own', async () => {
  const mistake = new TypeError('oops');
  expect(await takeBack(things('stuck').made, mistake)).toBe(mistake);
});
