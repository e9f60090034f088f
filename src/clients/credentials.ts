import { ServiceError } from '../errors.ts';

/** An access key pair; `securityToken` comes with temporary (STS) credentials. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

/** Asked before every request, so that temporary credentials are renewed by whoever provides them. */
export type CredentialsProvider = () => Promise<Credentials>;

type Environment = Readonly<Record<string, string | undefined>>;

/** The three variables that Alibaba Cloud's SDKs read first; undefined unless the pair is complete. */
export function credentialsFromEnvironment(env: Environment): Credentials | undefined {
  const accessKeyId = env['ALIBABA_CLOUD_ACCESS_KEY_ID'];
  const accessKeySecret = env['ALIBABA_CLOUD_ACCESS_KEY_SECRET'];
  if (!accessKeyId || !accessKeySecret) return undefined;
  const securityToken = env['ALIBABA_CLOUD_SECURITY_TOKEN'];
  return securityToken ? { accessKeyId, accessKeySecret, securityToken } : { accessKeyId, accessKeySecret };
}

/** KS3's own pair; undefined unless it is complete. */
export function ks3CredentialsFromEnvironment(env: Environment): Credentials | undefined {
  const accessKeyId = env['KS3_ACCESS_KEY_ID'];
  const accessKeySecret = env['KS3_ACCESS_KEY_SECRET'];
  return accessKeyId && accessKeySecret ? { accessKeyId, accessKeySecret } : undefined;
}

/** KS3 has no chain of its own: without a key of its settings there is none. */
export function noKs3Credentials(): Promise<never> {
  return Promise.reject(
    new ServiceError({
      service: 'credentials',
      code: 'no-credentials',
      message: 'no credentials found for KS3: neither a profile nor the environment has an access key',
      hint: 'set KS3_ACCESS_KEY_ID and KS3_ACCESS_KEY_SECRET, or run: ossnotify config credentials --profile NAME (no account at hand? ossnotify emulator)',
    }),
  );
}

/**
 * The default chain of `@alicloud/credentials` (OIDC, the `aliyun` CLI's file, ECS role, URI).
 * Its error text is never shown: it quotes an unreadable configuration file in full, secrets included.
 */
export function credentialsFromDefaultChain(): CredentialsProvider {
  let chain: Promise<{ getCredential(): Promise<unknown> }> | undefined;
  return async () => {
    chain ??= loadChain();
    try {
      return complete(await (await chain).getCredential());
    } catch (error) {
      // After a complete failure the SDK's object asks only its last step for ever; the next call needs a new one.
      chain = undefined;
      throw error instanceof ServiceError ? error : noCredentials();
    }
  };
}

async function loadChain(): Promise<{ getCredential(): Promise<unknown> }> {
  const module = await import('@alicloud/credentials');
  // A bundler may hand out the class itself or the CommonJS exports object around it.
  const exported: unknown = module.default;
  const Client = typeof exported === 'function' ? exported : Reflect.get(Object(exported), 'default');
  return Reflect.construct(Client, []);
}

function complete(found: unknown): Credentials {
  const { accessKeyId, accessKeySecret, securityToken } = Object(found);
  if (!accessKeyId || !accessKeySecret) throw noCredentials();
  return securityToken ? { accessKeyId, accessKeySecret, securityToken } : { accessKeyId, accessKeySecret };
}

function noCredentials(): ServiceError {
  return new ServiceError({
    service: 'credentials',
    code: 'no-credentials',
    message:
      'no credentials found: neither a profile nor the environment nor the default chain has an access key',
    hint: 'set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run: ossnotify config credentials (no account at hand? ossnotify demo)',
  });
}
