/** The type under which a message travels that holds no event that we can read; it is forwarded, never dropped. */
export const UNDECODABLE_TYPE = 'ossnotify.undecodable';
