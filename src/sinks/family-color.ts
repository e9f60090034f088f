/** Colours of `terminal.ts` that the family of an event type is told by. */
export type FamilyColor = 'green' | 'red' | 'cyan' | 'yellow' | 'magenta';

const COLORS: Record<string, FamilyColor> = {
  ObjectCreated: 'green',
  ObjectRemoved: 'red',
  ObjectDownloaded: 'cyan',
  ObjectModified: 'yellow',
  undecodable: 'red',
};

/** The same in lines and in the terminal UI, of which whoever knows the one reads the other. */
export function familyColor(type: string): FamilyColor {
  return COLORS[type.split(':', 1)[0] ?? ''] ?? 'magenta';
}
