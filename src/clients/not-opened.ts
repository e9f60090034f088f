/** Words and codes of an account that has not activated a service; none is documented, so several forms count. */
export const NOT_OPENED =
  /not ?(opened|activated|enabled|subscribed)|NotOpen|NotActivated|UserNotRegist|ServiceNotOpen|instance id/i;

/** What to do, where the refusal says so; undefined where it does not. */
export function openingHint(code: string, message: string, product: string): string | undefined {
  return NOT_OPENED.test(code) || NOT_OPENED.test(message)
    ? `open ${product} once in the console of the account`
    : undefined;
}

export const MNS_PRODUCT = 'Simple Message Queue (MNS)';
