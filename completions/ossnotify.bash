# bash completion for ossnotify; generated from the command tree
_ossnotify() {
  local line=${COMP_LINE:0:COMP_POINT} path= current previous words= word
  local -a before
  current=${line##*[[:space:]]}
  read -ra before <<<"${line%"$current"}"
  previous=${before[${#before[@]} - 1]}
  for word in "${before[@]:1}"; do
    case "$path/$word" in
      /rule) path=/rule ;;
      /rule/create) path=/rule/create ;;
      /rule/list) path=/rule/list ;;
      /rule/get) path=/rule/get ;;
      /rule/delete) path=/rule/delete ;;
      /rule/check) path=/rule/check ;;
      /rule/match) path=/rule/match ;;
      /rule/diff) path=/rule/diff ;;
      /rule/apply) path=/rule/apply ;;
      /rule/export) path=/rule/export ;;
      /events) path=/events ;;
      /tail) path=/tail ;;
      /expect) path=/expect ;;
      /decode) path=/decode ;;
      /replay) path=/replay ;;
      /stats) path=/stats ;;
      /send) path=/send ;;
      /cleanup) path=/cleanup ;;
      /token) path=/token ;;
      /token/inspect) path=/token/inspect ;;
      /manifest) path=/manifest ;;
      /manifest/secret) path=/manifest/secret ;;
      /manifest/service-account) path=/manifest/service-account ;;
      /manifest/broker) path=/manifest/broker ;;
      /manifest/source) path=/manifest/source ;;
      /manifest/service) path=/manifest/service ;;
      /manifest/trigger) path=/manifest/trigger ;;
      /manifest/all) path=/manifest/all ;;
      /manifest/bridge) path=/manifest/bridge ;;
      /queue) path=/queue ;;
      /queue/create) path=/queue/create ;;
      /queue/delete) path=/queue/delete ;;
      /topic) path=/topic ;;
      /topic/delete) path=/topic/delete ;;
      /topic/unsubscribe) path=/topic/unsubscribe ;;
      /demo) path=/demo ;;
      /emulator) path=/emulator ;;
      /emulator/env) path=/emulator/env ;;
      /emulator/inspect) path=/emulator/inspect ;;
      /probe) path=/probe ;;
      /doctor) path=/doctor ;;
      /config) path=/config ;;
      /config/list) path=/config/list ;;
      /config/get) path=/config/get ;;
      /config/set) path=/config/set ;;
      /config/unset) path=/config/unset ;;
      /config/use) path=/config/use ;;
      /config/path) path=/config/path ;;
      /config/credentials) path=/config/credentials ;;
      /completion) path=/completion ;;
      /completion/install) path=/completion/install ;;
      /help) path=/help ;;
    esac
  done
  case "$previous" in
    --profile) words=''" $(ossnotify __values profiles 2>/dev/null)" ;;
    --provider) words='oss ks3' ;;
    --region) words='' ;;
    --endpoint) words='' ;;
    --network) words='public internal vpc' ;;
    --account) words='' ;;
    --color) words='auto always never' ;;
    --bucket) words='' ;;
    --event) words='ObjectCreated:* ObjectModified:* ObjectRemoved:* ObjectReplication:* ObjectCreated:PutObject ObjectCreated:PostObject ObjectCreated:CopyObject ObjectCreated:InitiateMultipartUpload ObjectCreated:UploadPart ObjectCreated:UploadPartCopy ObjectCreated:CompleteMultipartUpload ObjectCreated:AppendObject ObjectCreated:PutSymlink ObjectCreated:Mirror ObjectDownloaded:GetObject ObjectModified:UpdateObjectMeta ObjectModified:ChangeStorageClass ObjectRemoved:DeleteObject ObjectRemoved:DeleteObjects ObjectRemoved:AbortMultipartUpload ObjectReplication:ObjectCreated ObjectReplication:ObjectRemoved ObjectReplication:ObjectModified ObjectRestore:FinishRestore' ;;
    --match) words='' ;;
    --prefix) words='' ;;
    --suffix) words='' ;;
    --key) words='' ;;
    --to) words='' ;;
    --format) words='simplified json xml' ;;
    --retry) words='backoff decay' ;;
    --method) words='POST PUT' ;;
    --report) words='' ;;
    --if-exists) words='error skip' ;;
    --timeout) words='' ;;
    -o|--output) words='table json yaml' ;;
    -f|--file) words='' ;;
    --rule) words=''" $(ossnotify __values rules 2>/dev/null)" ;;
    --queue) words='' ;;
    --listen) words='' ;;
    --listen-path) words='' ;;
    --push-certificate) words='' ;;
    --from) words='' ;;
    --exclude-event) words='ObjectCreated:* ObjectModified:* ObjectRemoved:* ObjectReplication:* ObjectCreated:PutObject ObjectCreated:PostObject ObjectCreated:CopyObject ObjectCreated:InitiateMultipartUpload ObjectCreated:UploadPart ObjectCreated:UploadPartCopy ObjectCreated:CompleteMultipartUpload ObjectCreated:AppendObject ObjectCreated:PutSymlink ObjectCreated:Mirror ObjectDownloaded:GetObject ObjectModified:UpdateObjectMeta ObjectModified:ChangeStorageClass ObjectRemoved:DeleteObject ObjectRemoved:DeleteObjects ObjectRemoved:AbortMultipartUpload ObjectReplication:ObjectCreated ObjectReplication:ObjectRemoved ObjectReplication:ObjectModified ObjectRestore:FinishRestore' ;;
    --exclude-key) words='' ;;
    --bucket-name) words='' ;;
    --min-size) words='' ;;
    --max-size) words='' ;;
    --grep) words='' ;;
    --decode) words='auto base64 raw' ;;
    --forward) words='' ;;
    --route) words='' ;;
    --forward-format) words='cloudevents binary raw' ;;
    --dead-letter) words='' ;;
    --exec) words='' ;;
    --record) words='' ;;
    --health) words='' ;;
    -n|--count) words='' ;;
    --idle-timeout) words='' ;;
    --wait-seconds) words='' ;;
    --concurrency) words='' ;;
    --metrics) words='' ;;
    --buffer) words='' ;;
    --speed) words='' ;;
    --size) words='' ;;
    --url) words='' ;;
    --name) words='' ;;
    -n|--namespace) words='' ;;
    --access-key-id) words='' ;;
    --access-key-secret-file) words='' ;;
    --label) words='' ;;
    --topic) words=''" $(ossnotify __values topics 2>/dev/null)" ;;
    --api) words='current legacy' ;;
    --secret-name) words='' ;;
    --secret) words='include omit' ;;
    --service-account) words='' ;;
    --broker) words='' ;;
    --service) words='' ;;
    --display) words='event-display ossnotify' ;;
    --image) words='' ;;
    --trigger) words='' ;;
    --filter) words='' ;;
    --kind) words='container-source sink-binding' ;;
    --replicas) words='' ;;
    --sink) words='' ;;
    --ce-override) words='' ;;
    --visibility) words='' ;;
    --retention) words='' ;;
    --count) words='' ;;
    --port) words='' ;;
    --host) words='' ;;
    --data) words='' ;;
    --seed) words='' ;;
    --faults) words='' ;;
    --log) words='' ;;
    --activation-delay) words='' ;;
    --control-host) words='' ;;
    *)
      case "$path" in
        '') words='rule events tail expect decode replay stats send cleanup token manifest queue topic demo emulator probe doctor config completion help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input --help' ;;
        /rule) words='create list get delete check match diff apply export --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /rule/create) words='--bucket --event --match --prefix --suffix --key --to --direct --format --retry --method --report --if-exists --force --strict --yes --wait --timeout --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /rule/list) words='--bucket --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /rule/get) words='--bucket --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input'" $(ossnotify __values rules 2>/dev/null)" ;;
        /rule/delete) words='--bucket --cascade --yes --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input'" $(ossnotify __values rules 2>/dev/null)" ;;
        /rule/check) words='--against-live --bucket --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /rule/match) words='--event --file --bucket --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /rule/diff) words='--file --prune --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /rule/apply) words='--file --prune --yes --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /rule/export) words='--bucket --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /events) words='--output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /tail) words='--rule --bucket --queue --peek --listen --listen-path --push-certificate --from --output --event --exclude-event --key --exclude-key --prefix --suffix --bucket-name --min-size --max-size --grep --decode --forward --route --forward-format --dead-letter --exec --record --health --keep-unmatched --count --timeout --idle-timeout --wait-seconds --concurrency --metrics --no-tui --buffer --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input'" $(ossnotify __values topics 2>/dev/null)" ;;
        /expect) words='--rule --bucket --queue --event --key --bucket-name --grep --count --timeout --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /decode) words='--output --decode --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /replay) words='--speed --to --forward-format --dead-letter --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /stats) words='--output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /send) words='--key --bucket --rule --size --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /cleanup) words='--yes --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /token) words='inspect --url --any-url --secret --name --namespace --key --output --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /token/inspect) words='--key --any-url --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest) words='secret service-account broker source service trigger all bridge --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest/secret) words='--namespace --name --label --output --topic --api --secret-name --key --secret --url --any-url --service-account --broker --service --display --image --trigger --event --filter --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest/service-account) words='--namespace --name --label --output --topic --api --secret-name --key --secret --url --any-url --service-account --broker --service --display --image --trigger --event --filter --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest/broker) words='--namespace --name --label --output --topic --api --secret-name --key --secret --url --any-url --service-account --broker --service --display --image --trigger --event --filter --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest/source) words='--namespace --name --label --output --topic --api --secret-name --key --secret --url --any-url --service-account --broker --service --display --image --trigger --event --filter --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest/service) words='--namespace --name --label --output --topic --api --secret-name --key --secret --url --any-url --service-account --broker --service --display --image --trigger --event --filter --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest/trigger) words='--namespace --name --label --output --topic --api --secret-name --key --secret --url --any-url --service-account --broker --service --display --image --trigger --event --filter --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest/all) words='--namespace --name --label --output --topic --api --secret-name --key --secret --url --any-url --service-account --broker --service --display --image --trigger --event --filter --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /manifest/bridge) words='--queue --kind --replicas --image --sink --ce-override --namespace --name --label --secret-name --secret --output --access-key-id --access-key-secret-file --access-key-secret-stdin --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /queue) words='create delete --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /queue/create) words='--topic --visibility --retention --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /queue/delete) words='--topic --yes --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /topic) words='delete unsubscribe --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /topic/delete) words='--yes --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /topic/unsubscribe) words='--yes --dry-run --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /demo) words='--count --no-tui --buffer --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /emulator) words='env inspect --port --host --data --seed --faults --log --relaxed --strict-buckets --activation-delay --push-anywhere --control-host --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /emulator/env) words='--port --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /emulator/inspect) words='--port --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /probe) words='--bucket --rule --timeout --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /doctor) words='--bucket --rule --read-only --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /config) words='list get set unset use path credentials --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /config/list) words='--show-origin --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /config/get) words='--show-origin --output --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /config/set) words='--dry-run --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /config/unset) words='--dry-run --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /config/use) words='--dry-run --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input'" $(ossnotify __values profiles 2>/dev/null)" ;;
        /config/path) words='--help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /config/credentials) words='--access-key-id --access-key-secret-file --access-key-secret-stdin --yes --dry-run --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /completion) words='install --help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /completion/install) words='--help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
        /help) words='--help --version --profile --provider --region --endpoint --network --account --color --utc --quiet --verbose --no-input' ;;
      esac
      ;;
  esac
  set -f
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  set +f
  if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
    COMPREPLY=("${COMPREPLY[@]#"${current%:*}:"}")
  fi
}
complete -o default -F _ossnotify ossnotify
