// Stands in for node:child_process inside commander: our subcommands are functions, never programs of their own.
export function spawn() {
  throw new Error('a subcommand was declared as a program of its own');
}
