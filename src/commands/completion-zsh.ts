import { type CommandNode, type ListedKind, type OptionNode, pathsOf } from './command-tree.ts';

export function zshScript(root: CommandNode): string {
  const functions = pathsOf(root).map(([path, node]) => functionOf(root, path, node));
  return `#compdef ${root.name}
# zsh completion for ${root.name}; generated from the command tree

${functions.join('\n')}
if [[ $funcstack[1] == _${root.name} ]]; then
  _${root.name} "$@"
else
  compdef _${root.name} ${root.name}
fi
`;
}

function functionOf(root: CommandNode, path: readonly string[], node: CommandNode): string {
  const name = ['', root.name, ...path].join('_').replaceAll('-', '_');
  const options = node === root ? root.options : [...node.options, ...root.options];
  const specs = options.flatMap((option) => optionSpecs(option, root)).map((spec) => `    ${spec} \\`);
  return node.commands.length === 0
    ? `${name}() {\n  _arguments -s -S \\\n${specs.join('\n')}\n    '*: :${argumentsOf(node, root)}'\n}\n`
    : `${name}() {
  local state line
  _arguments -C -s -S \\
${specs.join('\n')}
    '1: :->command' \\
    '*:: :->arguments'
  case $state in
    command)
      local -a commands=(
${node.commands.map((child) => `        ${quote(`${child.name}:${child.description.replaceAll(':', '\\:')}`)}`).join('\n')}
      )
      _describe command commands
      ;;
    arguments)
      case $line[1] in
${node.commands.map((child) => `        ${child.name}) ${name}_${child.name.replaceAll('-', '_')} ;;`).join('\n')}
      esac
      ;;
  esac
}
`;
}

function argumentsOf({ lists }: CommandNode, root: CommandNode): string {
  return lists === undefined ? '_files' : listed(lists, root);
}

/** What the program lists when it is asked for. */
function listed(lists: ListedKind, root: CommandNode): string {
  return `{compadd -- $(${root.name} __values ${lists} 2>/dev/null)}`;
}

function optionSpecs(
  { names, description, takesValue, values, lists }: OptionNode,
  root: CommandNode,
): string[] {
  const text = description.replace(/[[\]:\\]/g, '\\$&');
  // Inside ( ) words are split at blanks and colons need no escape of their own.
  const value = takesValue
    ? `:value:${values.length > 0 ? `(${values.map((each) => each.replace(/[:*]/g, '\\$&')).join(' ')})` : ''}`
    : '';
  const action = lists === undefined ? value : `:value:${listed(lists, root)}`;
  return names.map((name) => quote(`*${name}[${text}]${action}`));
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
