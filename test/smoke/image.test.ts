/** The image without Docker: what its last stage copies has to be a whole program. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const stages = readFileSync('Dockerfile', 'utf8').split(/^FROM /m);
const last = stages.at(-1) ?? '';
const app = mkdtempSync(join(tmpdir(), 'ossnotify-'));

afterAll(() => rmSync(app, { recursive: true }));

/** Names of files and folders; those of the build stage are the ones that a build makes here, too. */
function copied(): string[] {
  const lines = [...last.matchAll(/^COPY (?:--from=build )?(.+) \S+$/gm)].map((match) => match[1] ?? '');
  return lines.flatMap((names) => names.split(' ')).map((name) => basename(name));
}

describe('Dockerfile', () => {
  it('makes an image of the program alone, which runs where nothing else is', () => {
    for (const name of copied()) cpSync(name, join(app, name), { recursive: true });
    const [, entryPoint = ''] = /^ENTRYPOINT (.+)$/m.exec(last) ?? [];
    const [command, ...args] = JSON.parse(entryPoint).map((part: string) => part.replace('/app', app));
    expect(command).toBe('node');
    const env = { HOME: '/nonexistent' };
    const version = execFileSync(process.execPath, [...args, '--version'], {
      cwd: '/',
      env,
      encoding: 'utf8',
    });
    expect(version.trim()).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });

  it('runs as the user that the manifests name, who is not root', () => {
    expect(last).toMatch(/^USER 65532:65532$/m);
  });

  it('gets what it copies past .dockerignore', () => {
    const kept = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+$/gm) ?? [];
    const all = stages.flatMap((stage) =>
      [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].map((match) => match[1] ?? ''),
    );
    for (const name of all.flatMap((names) => names.split(' '))) expect(kept).toContain(name);
  });
});
