import { createPrivateKey, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeptSigningKey } from '../../core/journal.ts';
import {
  bitString,
  generalizedTime,
  identifier,
  integer,
  nothing,
  sequence,
  set,
  utf8String,
} from './der.ts';

const SHA256_WITH_RSA = '2a864886f70d01010b';
const COMMON_NAME = '550403';
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** The key that signs pushes and the certificate that receivers pin. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly certificatePem: string;
}

/** Makes a 2048-bit key with a certificate signed by itself; takes a while, so it is made when first needed. */
export async function newSigningKey(nowMs: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const algorithm = sequence(identifier(SHA256_WITH_RSA), nothing());
  const name = sequence(set(sequence(identifier(COMMON_NAME), utf8String('ossnotify emulator'))));
  const serial = randomBytes(15);
  const body = sequence(
    integer(Buffer.concat([Buffer.from([1]), serial])),
    algorithm,
    name,
    sequence(generalizedTime(nowMs - YEAR_MS), generalizedTime(nowMs + 20 * YEAR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const certificate = sequence(body, algorithm, bitString(sign('RSA-SHA256', body, privateKey)));
  return { privateKey, certificatePem: pemOf(certificate) };
}

export const keptSigningKey = ({ privateKey, certificatePem }: SigningKey): KeptSigningKey => ({
  privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  certificatePem,
});

export const readSigningKey = ({ privateKeyPem, certificatePem }: KeptSigningKey): SigningKey => ({
  privateKey: createPrivateKey(privateKeyPem),
  certificatePem,
});

const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
