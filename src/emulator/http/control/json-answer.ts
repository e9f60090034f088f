import type { Answer } from '../wire-request.ts';

export const jsonAnswer = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
  body: `${JSON.stringify(value, undefined, 2)}\n`,
});

export const refusal = (status: number, code: string, message: string): Answer =>
  jsonAnswer(status, { error: { code, message } });
