// A webhook that keeps which events it got and which it took, and fails as often as it is told.
import { createServer } from 'node:http';

/** Of ten failures seven are errors that pass, two are cut connections, and one is a refusal for good. */
export async function startReceiver({ failing, random }) {
  const reached = new Map();
  const taken = new Map();
  let posts = 0;
  let whenReached = () => undefined;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { key } = JSON.parse(text).data.oss.object;
      posts += 1;
      count(reached, key);
      whenReached(reached.size);
      if (random() < failing) return fail(response);
      count(taken, key);
      response.writeHead(204).end();
    });
  });
  function fail(response) {
    const lot = random();
    if (lot < 0.2) response.destroy();
    else response.writeHead(lot < 0.3 ? 400 : 503).end();
  }
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    reached,
    taken,
    posts: () => posts,
    /** Called with the number of different events at each post. */
    onReached(listener) {
      whenReached = listener;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

const count = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);
