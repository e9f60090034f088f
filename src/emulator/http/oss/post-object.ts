import { type FormData, readForm } from './form-data.ts';
import { checkHeaderValues } from './header-values.ts';
import { storedEvent } from './object-events.ts';
import { quoted } from './object-headers.ts';
import { bucketForWriting, type OssAction, type OssContext, type OssOutcome } from './oss-context.ts';
import { OssError, settled } from './oss-error.ts';
import { xmlAnswer } from './oss-xml.ts';
import { checkPolicy, OSS_KEY_FIELDS } from './post-policy.ts';
import { callbackOf } from './upload-callback.ts';
import { versionHeaders } from './versioning-actions.ts';
import { objectWishOf, storedHeaders } from './write-actions.ts';

/** Stands in the key for the name of the uploaded file. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the service's own notation.
const FILE_NAME = '${filename}';

/** How a provider calls the fields of a form. */
export interface FormDialect {
  readonly keyFields: readonly string[];
  /** The fields as OSS calls them; asked for once the policy, which speaks of them as sent, is satisfied. */
  readonly inCommonWords: (fields: FormData['fields']) => FormData['fields'];
}

/** A browser's form upload: the signature is over the policy among the fields. */
export const formUpload =
  ({ keyFields, inCommonWords }: FormDialect): OssAction =>
  (context) => {
    const { request, bucket, services } = context;
    const form = readForm(request.headers['content-type'] ?? '', request.body);
    checkPolicy(form, { bucket, nowMs: services.clock.now(), keyFields });
    return store(context, { ...form, fields: inCommonWords(form.fields) });
  };

export const postObject = formUpload({
  keyFields: OSS_KEY_FIELDS,
  inCommonWords(fields) {
    checkHeaderValues(Object.fromEntries(fields));
    return fields;
  },
});

function store(context: OssContext, { fields, file }: FormData): OssOutcome {
  const { bucket } = context;
  const key = (fields.get('key') ?? '').replaceAll(FILE_NAME, file.name);
  if (key === '') throw new OssError('InvalidArgument', 'Bucket POST must contain a field named "key".');
  const target = bucketForWriting(context);
  if (fields.get('x-oss-forbid-overwrite') === 'true' && target.objects.has(key))
    throw new OssError('FileAlreadyExists');
  const contentType = fields.get('content-type') ?? file.contentType;
  const stored = settled(
    target.put(key, {
      content: file.content,
      ...objectWishOf({
        ...Object.fromEntries(fields),
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
      }),
    }),
  );
  const variables = variablesIn(fields);
  const encoded = fields.get('callback');
  const callback =
    encoded === undefined
      ? undefined
      : callbackOf(encoded, variables ?? {}, { ...context, key }, stored.object);
  const event = storedEvent('ObjectCreated:PostObject', { ...context, key }, stored);
  return {
    ...postAnswer(fields, bucket, key, stored.object.etag, {
      ...storedHeaders(stored),
      ...versionHeaders(target, stored.object),
    }),
    ...(callback === undefined ? {} : { callback }),
    events: [{ ...event, ...(variables === undefined ? {} : { variables }) }],
  };
}

/** Custom variables are fields of their own here. */
function variablesIn(fields: ReadonlyMap<string, string>): Record<string, string> | undefined {
  const variables = [...fields].filter(([name]) => name.startsWith('x:'));
  return variables.length === 0 ? undefined : Object.fromEntries(variables);
}

function postAnswer(
  fields: ReadonlyMap<string, string>,
  bucket: string,
  key: string,
  etag: string,
  headers: Record<string, string>,
): OssOutcome {
  const redirect = fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: quoted(etag) }))
      target.searchParams.set(name, value);
    return { status: 303, headers: { ...headers, Location: target.href } };
  }
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const answer = xmlAnswer([
    'PostResponse',
    [
      ['Bucket', bucket],
      ['ETag', quoted(etag)],
      ['Key', key],
    ],
  ]);
  return { ...answer, status: 201, headers: { ...answer.headers, ...headers } };
}
