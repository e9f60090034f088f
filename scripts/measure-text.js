// In the bundle, this stands for ink/build/measure-text.js, which keeps the size of every text it ever saw: a screen that
// shows new events all day would fill the memory with them.
import widestLine from 'widest-line';

const MOST = 200;
const sizes = new Map();

export default function measureText(text) {
  if (text === '') return { width: 0, height: 0 };
  const known = sizes.get(text);
  if (known) return known;
  const size = { width: widestLine(text), height: text.split('\n').length };
  if (sizes.size >= MOST) sizes.clear();
  sizes.set(text, size);
  return size;
}
