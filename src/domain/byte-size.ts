const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes for people, three digits at most: `0 B`, `999 B`, `1.5 KB` (1 KB = 1,024 bytes). */
export function formatByteSize(bytes: number): string {
  const exponent = Math.min(Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / 10), UNITS.length - 1);
  const amount = bytes / 1024 ** exponent;
  const digits = exponent === 0 || Math.abs(amount) >= 100 ? 0 : 1;
  return `${amount.toFixed(digits)} ${UNITS[exponent]}`;
}
