import { type KubernetesObject, metadataOf, type Placement } from './kubernetes-object.ts';

/** The one entry: a credentials file as Alibaba Cloud's SDKs read it by ALIBABA_CLOUD_CREDENTIALS_FILE. */
export const CREDENTIALS_KEY = 'credentials';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export function credentialsSecret(name: string, key: AccessKey, placement: Placement): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(name, placement),
    type: 'Opaque',
    data: { [CREDENTIALS_KEY]: Buffer.from(credentialsFile(key), 'utf8').toString('base64') },
  };
}

function credentialsFile({ accessKeyId, accessKeySecret }: AccessKey): string {
  const lines = [
    '[default]',
    'type = access_key',
    `access_key_id = ${accessKeyId}`,
    `access_key_secret = ${accessKeySecret}`,
  ];
  return `${lines.join('\n')}\n`;
}
