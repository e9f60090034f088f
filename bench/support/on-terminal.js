// Programs on a terminal of their own. `script` of util-linux makes it; tmux makes one that keys can be sent to.
import { spawn, spawnSync } from 'node:child_process';

/** Milliseconds from the start of a command until its terminal shows the text. */
export function msUntilShown(command, text, env = process.env) {
  return new Promise((resolve, reject) => {
    const line = `stty cols 100 rows 30; echo START; exec ${command}`;
    const child = spawn('script', ['-qfec', line, '/dev/null'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let startedAt;
    let shown = '';
    child.stdout.on('data', (chunk) => {
      shown += chunk;
      if (shown.includes('START')) startedAt ??= process.hrtime.bigint();
      if (!shown.includes(text)) return;
      resolve(Number(process.hrtime.bigint() - startedAt) / 1e6);
      child.stdout.removeAllListeners('data').resume();
      child.stdin.write('q');
      setTimeout(() => child.kill(), 2000).unref();
    });
    child.on('exit', () => reject(new Error(`${command} ended without showing ${text}: ${shown}`)));
  });
}

/** A tmux server of its own, with one window. */
export function openTmux(name, { columns, rows, command }) {
  const tmux = (...args) => spawnSync('tmux', ['-u', '-L', name, ...args], { encoding: 'utf8' });
  tmux('kill-server');
  const size = ['-x', String(columns), '-y', String(rows)];
  const { status, stderr } = tmux('-f', '/dev/null', 'new-session', '-d', ...size, command);
  if (status !== 0) throw new Error(`tmux: ${stderr}`);
  return {
    press: (...keys) => tmux('send-keys', ...keys),
    text: () => tmux('capture-pane', '-p').stdout,
    isOpen: () => tmux('has-session').status === 0,
    close: () => tmux('kill-server'),
  };
}
