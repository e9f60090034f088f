import { type CommandNode, type ListedKind, type OptionNode, pathsOf } from './command-tree.ts';

/** Words come from the line itself, since bash would cut event types at their colons. */
export function bashScript(root: CommandNode): string {
  const paths = pathsOf(root);
  return `# bash completion for ${root.name}; generated from the command tree
_${root.name}() {
  local line=\${COMP_LINE:0:COMP_POINT} path= current previous words= word
  local -a before
  current=\${line##*[[:space:]]}
  read -ra before <<<"\${line%"$current"}"
  previous=\${before[\${#before[@]} - 1]}
  for word in "\${before[@]:1}"; do
    case "$path/$word" in
${paths
  .filter(([path]) => path.length > 0)
  .map(([path]) => `      /${path.join('/')}) path=/${path.join('/')} ;;`)
  .join('\n')}
    esac
  done
  case "$previous" in
${valueCases(
  paths.flatMap(([, node]) => node.options),
  root,
)}
    *)
      case "$path" in
${paths.map(([path, node]) => `        ${path.length > 0 ? `/${path.join('/')}` : "''"}) words=${quoted(wordsOf(node, root), node.lists, root)} ;;`).join('\n')}
      esac
      ;;
  esac
  set -f
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  set +f
  if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
    COMPREPLY=("\${COMPREPLY[@]#"\${current%:*}:"}")
  fi
}
complete -o default -F _${root.name} ${root.name}
`;
}

function valueCases(options: readonly OptionNode[], root: CommandNode): string {
  const seen = new Map<string, string>();
  for (const { names, takesValue, values, lists } of options) {
    if (takesValue) seen.set(names.join('|'), quoted(values, lists, root));
  }
  return [...seen].map(([names, words]) => `    ${names}) words=${words} ;;`).join('\n');
}

/** Words that stand, and those that the program lists when they are asked for. */
function quoted(words: readonly string[], lists: ListedKind | undefined, root: CommandNode): string {
  const standing = `'${words.join(' ')}'`;
  return lists === undefined ? standing : `${standing}" $(${root.name} __values ${lists} 2>/dev/null)"`;
}

function wordsOf(node: CommandNode, root: CommandNode): string[] {
  const options = node === root ? root.options : [...node.options, ...root.options];
  const long = options.map(({ names }) => names.at(-1) ?? '');
  return [...node.commands.map(({ name }) => name), ...new Set(long)];
}
