/**
 * A callback URL may carry what only its receiver should know: the values of its query, and a password.
 * Both are masked wherever a URL is merely shown; files that are meant to be applied again hold them in full.
 */
export function maskedUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.search === '' && url.password === '') return text;
  const query = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=***`).join('&');
  const user = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':***'}@`;
  return `${url.protocol}//${user}${url.host}${url.pathname}${query === '' ? '' : `?${query}`}`;
}

/**
 * The URL without what may be confidential: user name, password, query and fragment. What cannot be read as a URL and
 * may hold a password is not shown at all.
 */
export function bareUrl(text: string): string {
  const isUrl = /^\s*https?:/i.test(text) && URL.canParse(text);
  if (!isUrl) return text.includes('@') ? '***' : text.replace(/[?#].*$/s, '');
  const { username, password, search, hash, protocol, host, pathname } = new URL(text);
  return [username, password, search, hash].every((part) => part === '')
    ? text
    : `${protocol}//${host}${pathname}`;
}
