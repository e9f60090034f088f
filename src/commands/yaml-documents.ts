import { LineCounter, parseAllDocuments } from 'yaml';
import type { ParseYaml } from '../domain/token-inspection/inspect-token.ts';

/** The library's own messages quote the source, secrets included: only the line leaves this place. */
export const parseYaml: ParseYaml = (text) => {
  const lineCounter = new LineCounter();
  const documents = [...parseAllDocuments(text, { prettyErrors: false, lineCounter })];
  const [error] = documents.flatMap((document) => document.errors);
  if (error) return { badLine: lineCounter.linePos(error.pos[0]).line };
  try {
    return { documents: documents.map((document) => document.toJS()) };
  } catch {
    // An alias without its anchor, or far too many of them, comes to light only here, and without a place.
    return { badLine: 1 };
  }
};
