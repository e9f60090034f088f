/** Times on a screen: local unless UTC is asked for. Machine output has its own form, RFC 3339 in UTC. */
export function screenTime(ms: number, utc: boolean): string {
  if (utc) return new Date(ms).toISOString().replace('T', ' ');
  const date = new Date(ms);
  // Shifted so that the UTC rendering shows local digits.
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().replace('T', ' ').slice(0, -1);
}
