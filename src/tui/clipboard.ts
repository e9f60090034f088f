type Environment = Readonly<Record<string, string | undefined>>;

/** OSC 52: the terminal puts the text into its clipboard, over ssh as well. GNU screen has to be told to hand it on. */
export function clipboardSequence(text: string, env: Environment): string {
  const sequence = `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
  const isScreen = env['STY'] !== undefined && env['TMUX'] === undefined;
  return isScreen ? `\u001BP${sequence}\u001B\\` : sequence;
}
