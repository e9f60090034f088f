import type { OssClient } from '../clients/oss.ts';

/** What happens in a scene: operations one after the other, each followed by a rest for the reader. */
export type Scene = (stage: Stage) => AsyncIterable<unknown>;

export interface Stage {
  readonly oss: OssClient;
  /** How often all scenes were played, this time included. */
  readonly round: number;
  /** Faults of the emulator, such as `dup=1`; an empty text ends them. */
  readonly setFaults: (text: string) => void;
  /** An event of an object that somebody else wrote. */
  readonly raise: (event: RaisedEvent) => void;
}

export interface RaisedEvent {
  readonly type: string;
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
}

export const DEMO_BUCKETS = { movies: 'demo-movies', photos: 'demo-photos' } as const;
const { movies, photos } = DEMO_BUCKETS;

async function* uploadAndShare({ oss, round }: Stage) {
  const key = `movie/episode-${round}.mp3`;
  yield await oss.putObject(movies, key, Buffer.alloc(180_000 + round));
  yield await oss.getObject(movies, key);
  yield await oss.copyObject(movies, `archive/episode-${round}.mp3`, { bucket: movies, key });
  yield await oss.putSymlink(movies, 'movie/latest.mp3', key);
}

async function* collectPhotos({ round, raise }: Stage) {
  const keys = [
    `照片/上海-${round}.jpg`,
    `photos/été-${round}.jpg`,
    `صور/قط-${round}.jpg`,
    `photos/🌅-${round}.png`,
  ];
  for (const key of keys) {
    raise({ type: 'ObjectCreated:PostObject', bucket: photos, key, size: 40_000 * round + key.length * 997 });
    yield key;
  }
}

async function* writeLog({ oss, round }: Stage) {
  const lines = Buffer.from(`round ${round}: all is well\n`);
  yield await oss.appendObject(movies, `logs/day-${round}.log`, 0, lines);
  yield await oss.appendObject(movies, `logs/day-${round}.log`, lines.length, lines);
}

async function* uploadInParts({ oss, round }: Stage) {
  const key = `video/raw-${round}.mov`;
  const upload = await oss.initiateMultipart(movies, key);
  yield upload;
  const part = await oss.uploadPart(movies, key, {
    uploadId: upload,
    partNumber: 1,
    body: Buffer.alloc(102_400),
  });
  yield part;
  yield await oss.completeMultipart(movies, key, { uploadId: upload, parts: [part] });
}

/** At-least-once delivery: the same message comes twice. */
async function* deliverTwice({ oss, round, setFaults }: Stage) {
  setFaults('dup=1');
  try {
    yield await oss.putObject(photos, `photos/cat-${round}.jpg`, Buffer.alloc(250_000));
  } finally {
    setFaults('');
  }
}

const BURST = 24;

async function* burst({ oss, round }: Stage) {
  const keys = Array.from({ length: BURST }, (_, index) => `thumbnails/${round}/${index}.webp`);
  yield await Promise.all(keys.map((key) => oss.putObject(photos, key, Buffer.alloc(900 + key.length))));
}

async function* giveUpUpload({ oss, round }: Stage) {
  const key = `video/broken-${round}.mov`;
  const upload = await oss.initiateMultipart(movies, key);
  yield upload;
  yield await oss.abortMultipart(movies, key, upload);
}

/** The service cannot be read from for a while; what happens meanwhile comes when it can. */
async function* loseTheLink({ oss, round, setFaults }: Stage) {
  setFaults('503.ReceiveMessage=1');
  try {
    for (const part of [1, 2, 3, 4])
      yield await oss.putObject(movies, `movie/late-${round}-${part}.mp3`, Buffer.alloc(9000));
  } finally {
    setFaults('');
  }
}

async function* tidyUp({ oss, round }: Stage) {
  yield await oss.deleteObject(movies, `archive/episode-${round}.mp3`);
  yield await oss.deleteObjects(movies, [`logs/day-${round}.log`, `video/raw-${round}.mov`]);
}

export const SCENES: readonly Scene[] = [
  uploadAndShare,
  writeLog,
  uploadInParts,
  collectPhotos,
  deliverTwice,
  burst,
  giveUpUpload,
  loseTheLink,
  tidyUp,
];
