import { EMULATOR_ACCOUNT } from '../../core/identity.ts';
import { isMarker, type ObjectVersion, versionIdOf } from '../../core/object-versions.ts';
import { optionalNode, type XmlNode } from '../xml-writer.ts';
import { maximumOf, rolledUp } from './listing-actions.ts';
import { quoted } from './object-headers.ts';
import { existingBucket, type OssAction, type OssContext, readably } from './oss-context.ts';
import { encodingNodes, isoTime, keyEncoderOf, xmlAnswer } from './oss-xml.ts';

interface VersionPage {
  readonly versions: readonly { readonly version: ObjectVersion; readonly isLatest: boolean }[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page; set when more follow. */
  readonly next?: { readonly key: string; readonly versionId: string };
}

/** Keys in order, the versions of each from the newest on, markers among them. */
export const listObjectVersions: OssAction = readably((context) => {
  const { query } = context.request;
  const encoded = keyEncoderOf(context.request);
  const page = pageOf(context);
  return xmlAnswer([
    'ListVersionsResult',
    [
      ['Name', context.bucket],
      ['Prefix', encoded(query.get('prefix') ?? '')],
      ['KeyMarker', encoded(query.get('key-marker') ?? '')],
      ['VersionIdMarker', query.get('version-id-marker') ?? ''],
      ['MaxKeys', maximumOf(query, 'max-keys')],
      ['Delimiter', encoded(query.get('delimiter') ?? '')],
      ...encodingNodes(context.request),
      ['IsTruncated', String(page.next !== undefined)],
      ...optionalNode('NextKeyMarker', page.next && encoded(page.next.key)),
      ...optionalNode('NextVersionIdMarker', page.next?.versionId),
      ...page.versions.map(({ version, isLatest }) => versionNode(version, isLatest, encoded)),
      ...page.commonPrefixes.map((prefix): XmlNode => ['CommonPrefixes', [['Prefix', encoded(prefix)]]]),
    ],
  ]);
});

function versionNode(version: ObjectVersion, isLatest: boolean, encoded: (key: string) => string): XmlNode {
  const common: XmlNode[] = [
    ['Key', encoded(version.name)],
    ['VersionId', versionIdOf(version)],
    ['IsLatest', String(isLatest)],
    ['LastModified', isoTime(version.modifiedAtMs)],
  ];
  const owner: XmlNode = [
    'Owner',
    [
      ['ID', EMULATOR_ACCOUNT],
      ['DisplayName', EMULATOR_ACCOUNT],
    ],
  ];
  if (isMarker(version)) return ['DeleteMarker', [...common, owner]];
  const { etag, kind, content, storageClass } = version;
  return [
    'Version',
    [
      ...common,
      ['ETag', quoted(etag)],
      ['Type', kind],
      ['Size', content.length],
      ['StorageClass', storageClass],
      owner,
    ],
  ];
}

function pageOf(context: OssContext): VersionPage {
  const { query } = context.request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maximum = maximumOf(query, 'max-keys');
  const versions: VersionPage['versions'][number][] = [];
  const prefixes: string[] = [];
  let last = { key: query.get('key-marker') ?? '', versionId: query.get('version-id-marker') ?? '' };
  for (const entry of entriesAfter(context, prefix, last)) {
    const { name } = entry.version;
    const rolled = rolledUp(name, prefix, delimiter);
    if (rolled !== undefined && (last.key === rolled || prefixes.includes(rolled))) continue;
    if (versions.length + prefixes.length === maximum)
      return { versions, commonPrefixes: prefixes, next: last };
    if (rolled !== undefined) prefixes.push(rolled);
    else versions.push(entry);
    last = { key: rolled ?? name, versionId: rolled === undefined ? versionIdOf(entry.version) : '' };
  }
  return { versions, commonPrefixes: prefixes };
}

/** Without a version the marker's key itself is past, too. */
function* entriesAfter(context: OssContext, prefix: string, after: { key: string; versionId: string }) {
  const { versions } = existingBucket(context);
  const keys = versions.keys().filter((key) => key.startsWith(prefix) && key >= after.key);
  for (const key of keys.sort()) {
    const all = versions.of(key).map((version, index) => ({ version, isLatest: index === 0 }));
    if (key !== after.key) yield* all;
    else if (after.versionId !== '')
      yield* all.slice(all.findIndex(({ version }) => versionIdOf(version) === after.versionId) + 1);
  }
}
