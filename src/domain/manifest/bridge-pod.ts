/** The pod of the bridge: `ossnotify tail` on a queue, in a container that may do nothing else. */
import { CREDENTIALS_KEY } from './credentials-secret.ts';
import type { YamlObject } from './plain-yaml.ts';

export interface BridgePodInput {
  readonly name: string;
  readonly image: string;
  readonly queue: string;
  /** Further arguments of the tail: where the queue is. */
  readonly place: readonly string[];
  /** The Secret with the credentials file. */
  readonly secretName: string;
}

/** Nobody's: the user of the image, known to no node. */
const USER_ID = 65532;
const HEALTH_PORT = 8080;
const CREDENTIALS_FOLDER = '/var/run/secrets/ossnotify';
/** A long poll of 30 seconds may be under way when the pod is told to end. */
const GRACE_SECONDS = 45;

/** These alone select the pods: they are immutable, so nothing that may change stands among them. */
export function bridgeSelector(name: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': 'ossnotify',
    'app.kubernetes.io/component': 'bridge',
    'app.kubernetes.io/instance': name,
  };
}

export function bridgePod({ name, image, queue, place, secretName }: BridgePodInput): YamlObject {
  return {
    metadata: { labels: bridgeSelector(name) },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: GRACE_SECONDS,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: USER_ID,
        runAsGroup: USER_ID,
        fsGroup: USER_ID,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'bridge',
          image,
          // The kubelet expands $(K_SINK), which the source injects; there is no shell that would.
          args: [
            'tail',
            '--queue',
            queue,
            '--forward',
            '$(K_SINK)',
            ...place,
            '--health',
            `0.0.0.0:${HEALTH_PORT}`,
          ],
          env: [
            { name: 'ALIBABA_CLOUD_CREDENTIALS_FILE', value: `${CREDENTIALS_FOLDER}/${CREDENTIALS_KEY}` },
          ],
          ports: [{ name: 'health', containerPort: HEALTH_PORT }],
          readinessProbe: { httpGet: { path: '/readyz', port: HEALTH_PORT }, periodSeconds: 5 },
          livenessProbe: {
            httpGet: { path: '/livez', port: HEALTH_PORT },
            initialDelaySeconds: 10,
            periodSeconds: 20,
          },
          resources: {
            requests: { cpu: '20m', memory: '96Mi' },
            limits: { cpu: '1', memory: '256Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [{ name: 'credentials', mountPath: CREDENTIALS_FOLDER, readOnly: true }],
        },
      ],
      // 288 is 0440: readable by the group of fsGroup, and by nobody else.
      volumes: [{ name: 'credentials', secret: { secretName, defaultMode: 288 } }],
    },
  };
}
