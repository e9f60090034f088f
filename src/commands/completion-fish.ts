import { type CommandNode, type ListedKind, type OptionNode, pathsOf } from './command-tree.ts';

export function fishScript(root: CommandNode): string {
  const lines = pathsOf(root).flatMap(([path, node]) => linesFor(root, path, node));
  return `# fish completion for ${root.name}; generated from the command tree
function __${root.name}_words
    commandline -opc | string match --invert -- '-*' | tail -n +2 | string join ' '
end

function __${root.name}_exactly_at
    set -l words (__${root.name}_words)
    test "$words" = "$argv"
end

function __${root.name}_at
    set -l words (__${root.name}_words)
    test -z "$argv" -o "$words" = "$argv"; or string match -q -- "$argv *" "$words"
end

complete -c ${root.name} -f
${lines.join('\n')}
`;
}

function linesFor(root: CommandNode, path: readonly string[], node: CommandNode): string[] {
  const at = (condition: string) =>
    `complete -c ${root.name} -n '__${root.name}_${condition} ${path.join(' ')}'`;
  const commands = node.commands.map(
    (child) => `${at('exactly_at')} -a ${child.name} -d ${quote(child.description)}`,
  );
  return [
    ...commands,
    ...(node.lists === undefined ? [] : [`${at('at')} -a ${listed(node.lists, root)}`]),
    ...node.options.map(
      (option) => `${at('at')} ${optionFlags(option, root)} -d ${quote(option.description)}`,
    ),
  ];
}

function optionFlags({ names, takesValue, values, lists }: OptionNode, root: CommandNode): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  if (!takesValue) return flags.join(' ');
  if (lists !== undefined) return [...flags, '-x', `-a ${listed(lists, root)}`].join(' ');
  return [...flags, '-x', ...(values.length > 0 ? [`-a ${quote(values.join(' '))}`] : [])].join(' ');
}

/** What the program lists when it is asked for. */
function listed(lists: ListedKind, root: CommandNode): string {
  return `'(${root.name} __values ${lists} 2>/dev/null)'`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
