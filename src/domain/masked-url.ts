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
