import { Problem } from '../../core/problem.ts';
import {
  ks3RuleStates,
  messageStates,
  queueStates,
  stateOf,
  subscriptionStates,
  topicStates,
} from '../../core/state.ts';
import type { Steering } from '../../steering.ts';
import { percentDecoded } from '../query.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { jsonAnswer, refusal } from './json-answer.ts';
import { objectOf } from './json-body.ts';
import { statePage } from './state-page.ts';
import { waitForEvent } from './wait-action.ts';

type ControlAction = (steering: Steering, request: WireRequest, name: string) => Answer | Promise<Answer>;

const ROOT = '/_emulator';

/** The emulator's own API: what it holds, and what no client call can make it do. */
const ACTIONS: readonly (readonly [method: string, path: RegExp, action: ControlAction])[] = [
  ['GET', /^$/, (steering, request) => overview(steering, request)],
  ['GET', /^\/health$/, health],
  ['GET', /^\/queues$/, ({ services }) => jsonAnswer(200, queueStates(services))],
  [
    'GET',
    /^\/queues\/([^/]+)\/messages$/,
    ({ services }, _, name) => messages(messageStates(services, name)),
  ],
  ['GET', /^\/topics$/, ({ services }) => jsonAnswer(200, topicStates(services))],
  ['GET', /^\/subscriptions$/, ({ services }) => jsonAnswer(200, subscriptionStates(services))],
  ['GET', /^\/rules$/, ({ services }) => jsonAnswer(200, services.rules.all())],
  ['GET', /^\/ks3-rules$/, ({ services }) => jsonAnswer(200, ks3RuleStates(services))],
  ['POST', /^\/ks3-reports$/, writeKs3Reports],
  ['GET', /^\/buckets$/, ({ services }) => jsonAnswer(200, stateOf(services).buckets)],
  ['GET', /^\/pushes$/, ({ services }) => jsonAnswer(200, services.pushes.all())],
  ['GET', /^\/push-certificate\.pem$/, pushCertificate],
  ['GET', /^\/events$/, ({ services }) => jsonAnswer(200, services.log.all())],
  ['GET', /^\/requests$/, ({ requests }) => jsonAnswer(200, requests.all())],
  ['GET', /^\/faults$/, ({ services }) => jsonAnswer(200, services.faults.plan)],
  ['PUT', /^\/faults$/, setFaults],
  ['GET', /^\/wait$/, waitForEvent],
  ['POST', /^\/events$/, raise],
  ['POST', /^\/reset$/, reset],
];

export async function answerControl(steering: Steering, request: WireRequest): Promise<Answer> {
  if (!steering.hosts.has(request.headers['host']))
    return refusal(403, 'ForeignHost', 'Not a name of the emulator; --control-host NAME makes it one.');
  if (comesFromElsewhere(request))
    return refusal(403, 'ForeignOrigin', 'Pages of other sites may not steer the emulator.');
  const path = request.path.slice(ROOT.length).replace(/\/$/, '');
  const known = ACTIONS.filter(([, pattern]) => pattern.test(path));
  const found = known.find(([method]) => method === (request.method === 'HEAD' ? 'GET' : request.method));
  if (found !== undefined) return found[2](steering, request, percentDecoded(found[1].exec(path)?.[1] ?? ''));
  return known.length === 0
    ? refusal(404, 'NoSuchPage', `There is no ${request.path}.`)
    : refusal(405, 'MethodNotAllowed', `${request.path} does not take ${request.method}.`);
}

/** A browser tells where a page's request comes from; only our own page is welcome. */
function comesFromElsewhere({ headers }: WireRequest): boolean {
  const origin = headers['origin'];
  return origin !== undefined && origin !== `http://${headers['host']}`;
}

function overview({ services }: Steering, { headers }: WireRequest): Answer {
  const state = stateOf(services);
  if (headers['accept']?.includes('text/html') !== true) return jsonAnswer(200, state);
  return statePage(state, services.log.all());
}

/** Not healthy is an emulator whose disk is full. */
function health({ services }: Steering): Answer {
  try {
    services.journal.flush();
    return jsonAnswer(200, { status: 'ok' });
  } catch (error) {
    return refusal(503, 'StateNotKept', `The data folder takes nothing: ${Object(error).code}.`);
  }
}

const messages = (found: unknown): Answer =>
  found === undefined ? refusal(404, 'QueueNotExist', 'There is no such queue.') : jsonAnswer(200, found);

async function pushCertificate(steering: Steering): Promise<Answer> {
  const headers = { 'Content-Type': 'application/x-pem-file' };
  return { status: 200, headers, body: await steering.pushCertificate() };
}

function raise(steering: Steering, { body }: WireRequest): Answer {
  const wanted = objectOf(body);
  if (wanted === undefined)
    return refusal(400, 'BadEvent', 'The body must be JSON with at least "type", "bucket" and "key".');
  const matched = steering.raise(wanted);
  return matched instanceof Problem
    ? refusal(400, 'BadEvent', `${matched.subject}.`)
    : jsonAnswer(201, { matched });
}

function reset(steering: Steering): Answer {
  steering.reset();
  return { status: 204, headers: {} };
}

/** The lists of failed deliveries, now instead of once a day. */
function writeKs3Reports({ services }: Steering): Answer {
  const [problem] = services.ks3Reports.write();
  return problem === undefined
    ? { status: 204, headers: {} }
    : refusal(
        409,
        'ReportNotWritten',
        `A report waits for its bucket: ${problem.subject} (${problem.kind}).`,
      );
}

/** The body is a text as of `--faults`; an empty one ends them. */
function setFaults(steering: Steering, { body }: WireRequest): Answer {
  const problem = steering.setFaults(body.toString('utf8'));
  return problem === undefined ? { status: 204, headers: {} } : refusal(400, 'BadFaults', problem);
}
