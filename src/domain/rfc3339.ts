const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/;

/** Whether a text is an RFC 3339 time of a day that exists; `Date.parse` also takes 30 February and 24:00:00. */
export function isRfc3339(text: string): boolean {
  const [year, month, day, hour, minute, second, offsetHour = 0, offsetMinute = 0] = (FORM.exec(text) ?? [])
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  if (year === undefined || month === undefined || day === undefined) return false;
  const inRange = (value = 99, most = 59) => value <= most;
  return (
    day >= 1 &&
    day <= daysOf(year, month) &&
    inRange(hour, 23) &&
    inRange(minute) &&
    // A leap second is legal.
    inRange(second, 60) &&
    inRange(offsetHour, 23) &&
    inRange(offsetMinute)
  );
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}
