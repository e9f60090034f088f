/** Cuts a text into message bodies: one a line, but JSON, XML and Base64 may also be spread over several lines. */
export interface BodySplitter {
  /** The bodies that this line completes. */
  line(text: string): string[];
  /** What is left at the end, however incomplete: it is for the decoder to say so. */
  end(): string[];
}

/** Larger than any message of the service in any encoding; what grows beyond it is no body that is spread out. */
const LONGEST = 1024 * 1024;
/** Where Base64 tools wrap their lines; a body on one line is longer. */
const LONGEST_WRAPPED = 128;
/** What a log of Knative's event-display writes before an event. */
const LOG_LINE = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d receive cloudevents\.Event:\s*/;

type Open = { readonly kind: 'json' | 'xml' | 'base64'; text: string; isComplete: (line: string) => boolean };

export function createBodySplitter(): BodySplitter {
  let open: Open | undefined;

  function begin(line: string): string[] {
    const text = line.replace(LOG_LINE, '').trim();
    if (text === '') return [];
    open = openedBy(text);
    return open === undefined ? [text] : [];
  }

  return {
    line(line) {
      if (open === undefined) return begin(line);
      if (startsAnew(line, open)) return [...close(), ...begin(line)];
      open.text += `\n${line}`;
      return open.isComplete(line) || open.text.length > LONGEST ? close() : [];
    },
    end: () => close(),
  };

  function close(): string[] {
    const text = open?.text;
    open = undefined;
    return text === undefined ? [] : [text];
  }
}

/** A body that the line only begins. */
function openedBy(text: string): Open | undefined {
  const [first] = text;
  if (first === '{' || first === '[') {
    if (/[}\]]$/.test(text)) return undefined;
    const isComplete = createBalance();
    isComplete(text);
    return { kind: 'json', text, isComplete };
  }
  if (first === '<') return isWholeXml(text) ? undefined : spreadXml(text);
  return text.length <= LONGEST_WRAPPED && isHalfJson(text) ? wrappedBase64(text) : undefined;
}

function spreadXml(text: string): Open {
  const open: Open = { kind: 'xml', text, isComplete: () => isWholeXml(open.text) };
  return open;
}

/** An envelope, or a message of its own as queues hold it. */
function isWholeXml(text: string): boolean {
  return (text.includes('<Notification') ? /<\/Notification>\s*$/ : /<\/Message>\s*$/).test(text);
}

function wrappedBase64(text: string): Open {
  const open: Open = { kind: 'base64', text, isComplete: () => !isHalfJson(open.text.replace(/\s/g, '')) };
  return open;
}

/** Whether it is Base64 of JSON that is cut off. */
function isHalfJson(base64: string): boolean {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) return false;
  const text = Buffer.from(base64, 'base64').toString().trim();
  return text.startsWith('{') && !text.endsWith('}');
}

/** A line that can only be a new body, so that one that is broken off does not swallow the rest. */
function startsAnew(line: string, { kind }: Open): boolean {
  if (kind === 'base64') return !/^[A-Za-z0-9+/=_-]+$/.test(line.trim());
  return /^\{"(?:events":\[|receivedAt":|provider":)/.test(line) || LOG_LINE.test(line);
}

/** Counts brackets outside strings, over several lines; true once all are closed. */
function createBalance(): (line: string) => boolean {
  let depth = 0;
  let isInString = false;
  return (line) => {
    for (let at = 0; at < line.length; at++) {
      const character = line[at];
      if (isInString) {
        if (character === '\\') at += 1;
        else if (character === '"') isInString = false;
      } else if (character === '"') isInString = true;
      else if (character === '{' || character === '[') depth += 1;
      else if (character === '}' || character === ']') depth -= 1;
    }
    return depth <= 0;
  };
}
