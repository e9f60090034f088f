/** Keys that would do something to a terminal, were they let through. */

const character = (code: number) => String.fromCodePoint(code);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => character(from + index));
const [ESC, BEL, ST, CSI, OSC, DCS] = ['\u001B', '\u0007', '\u001B\\', '\u009B', '\u009D', '\u0090'];

export const CONTROLS = [...range(0, 0x1f), ...range(0x7f, 0x9f)].map((control) => `a${control}b`);

export const SEQUENCES = [
  `${ESC}]8;;https://evil.example${BEL}link${ESC}]8;;${BEL}`,
  `${OSC}8;;https://evil.example${ST}link`,
  `${ESC}]52;c;ZXZpbA==${BEL}`,
  `${OSC}52;c;ZXZpbA==${ST}`,
  `${ESC}]0;owned${BEL}`,
  `${ESC}[2J${ESC}[H`,
  `${CSI}2J${CSI}31m`,
  `${ESC}[?1049l${ESC}[?25h`,
  `${ESC}[6n${ESC}[c${ESC}[>q`,
  `${ESC}c${ESC}#8${ESC}(0`,
  `${ESC}P+q544e${ST}${DCS}$qm${ST}`,
  `${ESC}_Gi=1;AAAA${ST}${ESC}^x${ST}${ESC}Xx${ST}`,
  'one\r\ntwo\nthree\u0085four\u2028five\u2029six',
  '\u202Etxt.exe\u202C',
  '\u2066a\u2067b\u2068c\u2069\u200E\u200F\u061C',
  '\uFEFF\u200B\u200D\u2060\u00AD\u180E\u3164\uFFA0',
  '\uD800lone\uDC00',
  Buffer.from([0x66, 0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0x67]).toString('utf8'),
  '\u{10F005}\u{100010}\u{E0041}\uFFFE\uFDD0',
  'k'.repeat(1024),
  `${ESC}[31m`.repeat(205).slice(0, 1024),
  '电'.repeat(341),
  `e${'\u0301'.repeat(300)}`,
];

/** Not hostile, but wide, joined, reordered: terminals disagree on how many cells they take. */
export const SCRIPTS = [
  '照片/上海.jpg',
  'صور/قط.jpg',
  'תמונות/חתול.jpg',
  'photos/🌅.png',
  '👨‍👩‍👧‍👦/👍🏽/🇨🇳/❤️/1️⃣',
  'हिन्दी/நாய்/ไทย/한글',
  'ｆｕｌｌ／ｗｉｄｔｈ',
  '\u0301starts-with-a-mark',
];
