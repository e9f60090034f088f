import type { OssClient } from '../clients/oss.ts';
import type { System } from '../system.ts';

export interface DemoTraffic {
  readonly oss: OssClient;
  readonly bucket: string;
  /** Rest between two operations. */
  readonly paceMs: number;
  readonly signal: AbortSignal;
  readonly system: Pick<System, 'sleep' | 'random'>;
}

type Scene = (oss: OssClient, bucket: string, round: number) => AsyncIterable<unknown>;

/** What a working bucket sees, one operation after the other, over and over until the signal aborts. */
export async function makeDemoTraffic({ oss, bucket, paceMs, signal, system }: DemoTraffic): Promise<void> {
  for (let round = 1; !signal.aborted; round++) {
    for (const scene of SCENES) {
      for await (const _operation of scene(oss, bucket, round)) {
        // Between half and one and a half times the pace, so that it reads like traffic and not like a clock.
        await system.sleep(paceMs * (0.5 + system.random()), signal);
        if (signal.aborted) return;
      }
    }
  }
}

const SCENES: readonly Scene[] = [uploadAndShare, writeLog, uploadInParts, giveUpUpload, tidyUp];

async function* uploadAndShare(oss: OssClient, bucket: string, round: number) {
  yield await oss.putObject(bucket, `movie/episode-${round}.mp3`, Buffer.alloc(180_000 + round));
  yield await oss.getObject(bucket, `movie/episode-${round}.mp3`);
  yield await oss.copyObject(bucket, `archive/episode-${round}.mp3`, {
    bucket,
    key: `movie/episode-${round}.mp3`,
  });
  yield await oss.putSymlink(bucket, 'movie/latest.mp3', `movie/episode-${round}.mp3`);
}

async function* writeLog(oss: OssClient, bucket: string, round: number) {
  const lines = Buffer.from(`round ${round}: all is well\n`);
  yield await oss.appendObject(bucket, `logs/day-${round}.log`, 0, lines);
  yield await oss.appendObject(bucket, `logs/day-${round}.log`, lines.length, lines);
}

async function* uploadInParts(oss: OssClient, bucket: string, round: number) {
  const key = `video/raw-${round}.mov`;
  const upload = await oss.initiateMultipart(bucket, key);
  yield upload;
  const part = await oss.uploadPart(bucket, key, {
    uploadId: upload,
    partNumber: 1,
    body: Buffer.alloc(102_400),
  });
  yield part;
  yield await oss.completeMultipart(bucket, key, { uploadId: upload, parts: [part] });
}

async function* giveUpUpload(oss: OssClient, bucket: string, round: number) {
  const key = `video/broken-${round}.mov`;
  const upload = await oss.initiateMultipart(bucket, key);
  yield upload;
  yield await oss.abortMultipart(bucket, key, upload);
}

async function* tidyUp(oss: OssClient, bucket: string, round: number) {
  yield await oss.deleteObject(bucket, `archive/episode-${round}.mp3`);
  yield await oss.deleteObjects(bucket, [`logs/day-${round}.log`, `video/raw-${round}.mov`]);
}
