import { expect, it } from 'vitest';
import { ServiceError, type ServiceName } from '../../src/errors.ts';
import { failedCheck } from '../../src/use-cases/diagnosis.ts';
import { commandsIn, parseCommand } from '../support/shell.ts';

const CODES = [
  ...['no-credentials', 'InvalidAccessKeyId', 'InvalidAccessKeyId.NotFound', 'SignatureDoesNotMatch'],
  ...['RequestTimeTooSkewed', 'InvalidTimeStamp.Expired', 'TimeExpired', 'Forbidden.NotOpened'],
  ...['AccessDenied', 'NoPermission', 'ENOTFOUND', 'EAI_AGAIN', 'Unheard.Of'],
];
const WRONG_REGION = 'The bucket must be addressed using the specified endpoint.';

const checkOf = (service: ServiceName, code: string, permission: string, message = 'no') =>
  failedCheck('it', new ServiceError({ service, code, message }), permission);

it.each(CODES)('gives a remedy for %s whose commands the program knows', async (code) => {
  for (const permission of ['mns:ListEventRules', 'ks3:GetBucketNotification']) {
    const { remedy = '', state } = checkOf(
      permission.startsWith('ks3') ? 'KS3' : 'MNS-Open',
      code,
      permission,
    );
    expect([state, remedy]).toEqual(['failed', expect.stringMatching(/\w/)]);
    // What speaks of a command gives it so that it can be run.
    expect(commandsIn(remedy)).toHaveLength(remedy.includes('ossnotify') ? 1 : 0);
    await Promise.all(commandsIn(remedy).map(parseCommand));
  }
});

it('gives one for a wrong region that only the text tells', async () => {
  const { remedy = '', code } = checkOf('OSS', 'AccessDenied', 'oss:GetBucketInfo', WRONG_REGION);
  expect([code, commandsIn(remedy)]).toEqual(['wrong-region', [remedy]]);
  await parseCommand(remedy);
});

it.each([
  ['mns:ListEventRules', 'grant the RAM action mns:ListEventRules'],
  ['oss:PutObject and oss:DeleteObject', 'grant the RAM actions oss:PutObject and oss:DeleteObject'],
  ['ks3:GetBucketNotification', 'grant the IAM action ks3:GetBucketNotification'],
])("names %s in its vendor's words", (permission, remedy) => {
  expect(checkOf('OSS', 'AccessDenied', permission)).toMatchObject({ remedy });
});
