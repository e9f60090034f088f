/** The fields of the kinds that we print: their types, which are required, and no others allowed. */

interface FieldTable {
  readonly [field: string]: Field;
}

type Field =
  | Leaf
  | {
      readonly required?: true;
      readonly fields: FieldTable /** Exactly one of them. */;
      readonly oneOf?: true;
    }
  | { readonly required?: true; readonly items: FieldTable | Leaf };

type Leaf = `${'string' | 'number' | 'boolean'}${'' | '!'}`;

const METADATA: Field = {
  required: true,
  fields: { name: 'string!', namespace: 'string', labels: { fields: { '*': 'string' } } },
};

const REFERENCE: FieldTable = {
  apiVersion: 'string!',
  kind: 'string!',
  name: 'string!',
  namespace: 'string',
};
const SINK: Field = { required: true, oneOf: true, fields: { ref: { fields: REFERENCE }, uri: 'string' } };
const CE_OVERRIDES: Field = { fields: { extensions: { fields: { '*': 'string' } } } };

const PROBE: Field = {
  fields: {
    httpGet: { fields: { path: 'string', port: 'number!' } },
    exec: { fields: { command: { items: 'string!' } } },
    initialDelaySeconds: 'number',
    periodSeconds: 'number',
    timeoutSeconds: 'number',
    failureThreshold: 'number',
  },
};

const CONTAINER: FieldTable = {
  name: 'string!',
  image: 'string!',
  command: { items: 'string' },
  args: { items: 'string' },
  env: {
    items: {
      name: 'string!',
      value: 'string',
      valueFrom: { fields: { secretKeyRef: { fields: { name: 'string!', key: 'string!' } } } },
    },
  },
  ports: { items: { name: 'string', containerPort: 'number!' } },
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  resources: {
    fields: {
      requests: { fields: { cpu: 'string', memory: 'string' } },
      limits: { fields: { cpu: 'string', memory: 'string' } },
    },
  },
  securityContext: {
    fields: {
      allowPrivilegeEscalation: 'boolean',
      readOnlyRootFilesystem: 'boolean',
      capabilities: { fields: { drop: { items: 'string' } } },
    },
  },
  volumeMounts: { items: { name: 'string!', mountPath: 'string!', readOnly: 'boolean' } },
};

const POD_TEMPLATE: Field = {
  required: true,
  fields: {
    metadata: {
      fields: { labels: { fields: { '*': 'string' } }, annotations: { fields: { '*': 'string' } } },
    },
    spec: {
      required: true,
      fields: {
        serviceAccountName: 'string',
        automountServiceAccountToken: 'boolean',
        terminationGracePeriodSeconds: 'number',
        securityContext: {
          fields: {
            runAsNonRoot: 'boolean',
            runAsUser: 'number',
            runAsGroup: 'number',
            fsGroup: 'number',
            seccompProfile: { fields: { type: 'string!' } },
          },
        },
        containers: { required: true, items: CONTAINER },
        volumes: {
          items: {
            name: 'string!',
            secret: { fields: { secretName: 'string!', defaultMode: 'number' } },
            emptyDir: { fields: {} },
          },
        },
      },
    },
  },
};

/** Of what Knative takes in a container, as much as is written. */
const SERVING_CONTAINER: FieldTable = {
  image: 'string!',
  args: { items: 'string' },
  ports: { items: { name: 'string', containerPort: 'number!' } },
};

const SERVICE_SPEC: Field = {
  required: true,
  fields: {
    template: {
      required: true,
      fields: {
        spec: { required: true, fields: { containers: { required: true, items: SERVING_CONTAINER } } },
      },
    },
  },
};

const SUBSCRIBER: Field = { required: true, fields: { ref: { required: true, fields: REFERENCE } } };
const BY_TYPE: Field = { fields: { '*': 'string' } };
const DIALECT: FieldTable = { exact: BY_TYPE, prefix: BY_TYPE, suffix: BY_TYPE };
const ATTRIBUTES: Field = { fields: { attributes: { required: true, fields: { '*': 'string' } } } };

/** What stands in an object beside apiVersion, kind and metadata, by `kind apiVersion`. */
const TABLES: Readonly<Record<string, FieldTable>> = {
  'Secret v1': { type: 'string!', data: { required: true, fields: { '*': 'string' } } },
  'ServiceAccount v1': { automountServiceAccountToken: 'boolean' },
  'Namespace v1': {},
  'ClusterRoleBinding rbac.authorization.k8s.io/v1': {
    roleRef: { required: true, fields: { apiGroup: 'string!', kind: 'string!', name: 'string!' } },
    subjects: { required: true, items: { kind: 'string!', name: 'string!', namespace: 'string!' } },
  },
  'Broker eventing.knative.dev/v1': {},
  'Broker eventing.knative.dev/v1alpha1': {},
  'Service serving.knative.dev/v1': { spec: SERVICE_SPEC },
  'Service serving.knative.dev/v1alpha1': { spec: SERVICE_SPEC },
  'Trigger eventing.knative.dev/v1': {
    spec: {
      required: true,
      fields: {
        broker: 'string!',
        filter: ATTRIBUTES,
        filters: { items: { ...DIALECT, any: { items: DIALECT } } },
        subscriber: SUBSCRIBER,
      },
    },
  },
  'Trigger eventing.knative.dev/v1alpha1': {
    spec: { required: true, fields: { broker: 'string', filter: ATTRIBUTES, subscriber: SUBSCRIBER } },
  },
  'MnsOssSource sources.eventing.knative.dev/v1alpha1': {
    spec: {
      required: true,
      fields: {
        serviceAccountName: 'string!',
        accessToken: {
          required: true,
          fields: { secretKeyRef: { required: true, fields: { name: 'string!', key: 'string!' } } },
        },
        // Flat: there is no ref level, unlike in every upstream source.
        sink: { required: true, fields: { apiVersion: 'string!', kind: 'string!', name: 'string!' } },
        topic: 'string!',
      },
    },
  },
  'ContainerSource sources.knative.dev/v1': {
    spec: {
      required: true,
      fields: { sink: SINK, ceOverrides: CE_OVERRIDES, template: POD_TEMPLATE },
    },
  },
  'SinkBinding sources.knative.dev/v1': {
    spec: {
      required: true,
      fields: {
        subject: { required: true, fields: REFERENCE },
        sink: SINK,
        ceOverrides: CE_OVERRIDES,
      },
    },
  },
  'Deployment apps/v1': {
    spec: {
      required: true,
      fields: {
        replicas: 'number',
        selector: { required: true, fields: { matchLabels: { required: true, fields: { '*': 'string' } } } },
        template: POD_TEMPLATE,
      },
    },
  },
};

const CLUSTER_WIDE = ['Namespace', 'ClusterRoleBinding'];

/** What is wrong with an object by its table, as `path: fault`. */
export function faultsOf(object: unknown): string[] {
  const { apiVersion, kind, metadata, ...rest } = Object(object);
  const table = TABLES[`${kind} ${apiVersion}`];
  if (table === undefined) return [`${kind} ${apiVersion}: no such kind`];
  const misplaced = CLUSTER_WIDE.includes(kind) && metadata?.namespace !== undefined;
  return [
    ...(misplaced ? [`${kind}: has a namespace`] : []),
    ...faultsOfFields({ metadata, ...rest }, { metadata: METADATA, ...table }, kind),
  ];
}

function faultsOfFields(value: unknown, table: FieldTable, path: string): string[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [`${path}: no object`];
  const present = Object.entries(value);
  const missing = Object.keys(table).filter((name) => isRequired(table[name]) && !(name in value));
  return [
    ...missing.map((name) => `${path}.${name}: missing`),
    ...present.flatMap(([name, member]) =>
      faultsOfField(member, table[name] ?? table['*'], `${path}.${name}`),
    ),
  ];
}

function faultsOfField(value: unknown, field: Field | undefined, path: string): string[] {
  if (field === undefined) return [`${path}: unknown field`];
  if (typeof field === 'string')
    return typeof value === field.replace('!', '') ? [] : [`${path}: no ${field}`];
  if ('fields' in field) {
    const isOne = !field.oneOf || Object.keys(Object(value)).length === 1;
    return [...(isOne ? [] : [`${path}: not exactly one`]), ...faultsOfFields(value, field.fields, path)];
  }
  if (!('items' in field)) return [`${path}: bad table`];
  if (!Array.isArray(value)) return [`${path}: no list`];
  const { items } = field;
  return value.flatMap((item, index) =>
    typeof items === 'string'
      ? faultsOfField(item, items, `${path}[${index}]`)
      : faultsOfFields(item, items, `${path}[${index}]`),
  );
}

function isRequired(field: Field | undefined): boolean {
  if (typeof field === 'string') return field.endsWith('!');
  return field !== undefined && 'required' in field && field.required === true;
}
