# Starting, watching and ending the network's processes, each by its own pid file.
# shellcheck shell=bash

CHAINCODE_JAR="$PROJECT/chaincode/target/chaincode-0.1.0-SNAPSHOT.jar"

pid_file_of() {
  case "$1" in
    gateway.*) printf '%s\n' "$(folder_of "$1")/gateway.pid" ;;
    *) printf '%s\n' "$(folder_of "$1")/pid" ;;
  esac
}

# What the command line of a process holds and no other's does. Peers and orderers run under a name that is their folder.
marker_of() {
  case "$1" in
    orderer*) printf '%s\n' "$(folder_of "$1")/orderer" ;;
    peer.*) printf '%s\n' "$(folder_of "$1")/peer node start" ;;
    chaincode.*) printf '%s\n' "--tls $(folder_of "$1")/tls" ;;
    gateway.*) printf '%s\n' "--tradeseal.state-folder=$(folder_of "$1")" ;;
  esac
}

is_up() {
  is_running "$(pid_file_of "$1")" "$(marker_of "$1")"
}

# launch_process NAME PROGRAM ARGUMENTS...: in the background, out of reach of an interrupt meant for the script
launch_process() {
  local name="$1" folder
  shift
  folder="$(folder_of "$name")"
  setsid "$@" >>"$folder/log" 2>&1 </dev/null 9>&- &
  printf '%s\n' "$!" >"$folder/pid"
}

# with_name NAME PROGRAM ARGUMENTS...: the program under another name in the list of processes
with_name() {
  # shellcheck disable=SC2016  # the inner shell expands them
  launched=(bash -c 'exec -a "$0" "$@"' "$@")
}

# The level of Fabric's logs. The orderers would warn once for each client that closes its stream, which is each submit.
fabric_log_level() {
  printf '%s\n' "${TRADESEAL_FABRIC_LOG:-warning:orderer.common.broadcast=error}"
}

start_orderer() {
  local folder launched
  folder="$(folder_of "$1")"
  with_name "$folder/orderer" "$(program orderer)" start
  FABRIC_CFG_PATH="$folder" FABRIC_LOGGING_SPEC="$(fabric_log_level)" launch_process "$1" "${launched[@]}"
}

start_peer() {
  local folder launched batching="${TRADESEAL_FABRIC_BATCHING:-true}"
  folder="$(folder_of "$1")"
  with_name "$folder/peer" "$(program peer)" node start
  # What the builder wrote of the chaincode's address and keys at the last start may be out of date; it writes it anew.
  rm -rf "$folder/data/externalbuilder"
  FABRIC_CFG_PATH="$folder" FABRIC_LOGGING_SPEC="$(fabric_log_level)" \
    TRADESEAL_CHAINCODE_ADDRESS="$(address_of "chaincode.${1#*.}")" TRADESEAL_CHAINCODE_TLS="$FABRIC/$(crypto_of "$1")/tls" \
    CORE_CHAINCODE_RUNTIMEPARAMS_USEWRITEBATCH="$batching" CORE_CHAINCODE_RUNTIMEPARAMS_USEGETMULTIPLEKEYS="$batching" \
    launch_process "$1" "${launched[@]}"
}

start_chaincode() {
  local folder
  folder="$(folder_of "$1")"
  launch_process "$1" java -Xmx256m -XX:+UseSerialGC -Xshare:auto \
    -cp "$CHAINCODE_JAR:${CHAINCODE_JAR%/*}/lib/*" org.tradeseal.ledger.fabric.Main --address "$(address_of "$1")" \
    --package-id "$(cat "$FABRIC/chaincode/package-id")" --msp "${MSP[${1#*.}]}" --tls "$folder/tls"
}

start_gateway() {
  local folder
  folder="$(folder_of "$1")"
  rm -f "$folder/address"
  launch_only "$folder" "$(port_of "$1")" "$(port_of "$1" grpc)" \
    --spring.config.additional-location="file:$folder/gateway.properties" 9>&-
}

# freed PORT: once nobody listens there. A process that has just ended may hold its port for a moment more.
freed() {
  for _ in {1..30}; do
    port_taken "$1" || return 0
    sleep 0.1
  done
  return 1
}

# Starts a process unless it runs. Its ports must be free: another program there would answer in its place.
start_process() {
  local port
  if is_up "$1"; then return 0; fi
  for port in $(ports_of "$1"); do
    if ! freed "$port"; then
      fail 1 "Port $port of $1 is taken by another program. End that program, then run this again." \
        "$1 的端口 $port 已被其他程序占用。请先结束该程序，再重新运行。"
    fi
  done
  "start_${1%%[.0-9]*}" "$1"
}

# One GET without curl, which a fresh machine may lack: the body. http_get PORT PATH
http_get() (
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&3
  timeout 5 cat <&3
) 2>/dev/null

# Whether a process answers where it should.
answers() {
  case "$1" in
    gateway.*) is_healthy "$(port_of "$1")" 2>/dev/null ;;
    *) port_taken "$(port_of "$1")" ;;
  esac
}

# await_process NAME [SECONDS]: until it answers; says so where it ended or does not answer in time.
await_process() {
  local name="$1" seconds="${2:-60}" until
  until=$((SECONDS + seconds))
  until answers "$name"; do
    if ! is_up "$name"; then
      tail -15 "$(log_of "$name")" >&2
      fail 1 "$name ended while starting; its log: $(log_of "$name")" "$name 在启动过程中退出；日志：$(log_of "$name")"
    fi
    if [ "$SECONDS" -ge "$until" ]; then
      fail 1 "$name does not answer after $seconds seconds; its log: $(log_of "$name")" \
        "$name 在 $seconds 秒后仍未应答；日志：$(log_of "$name")"
    fi
    sleep 0.2
  done
  if [[ "$name" = gateway.* ]]; then printf 'http://%s\n' "$(address_of "$name")" >"$(folder_of "$name")/address"; fi
}

# each_at_once FUNCTION NAME...: for all names side by side; fails if one fails.
each_at_once() {
  local function="$1" name job status=0 jobs=()
  shift
  for name in "$@"; do
    "$function" "$name" &
    jobs+=("$!")
  done
  for job in "${jobs[@]}"; do wait "$job" || status=1; done
  return "$status"
}

# The database server that a gateway started, if it outlived the gateway.
database_pid_of() {
  local file pid
  for file in "$(folder_of "$1")"/*/postmaster.pid "$(folder_of "$1")"/*/*/postmaster.pid; do
    [ -f "$file" ] || continue
    pid="$(head -1 "$file")"
    if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -F "$(folder_of "$1")/" >/dev/null; then printf '%s\n' "$pid"; fi
  done
}

# end_processes SECONDS NAME...: all of them together, in order if they hurry, by force after that time.
end_processes() {
  local until=$((SECONDS + $1)) name pid waiting=()
  shift
  for name in "$@"; do
    if is_up "$name"; then
      kill -TERM "$(cat "$(pid_file_of "$name")")" 2>/dev/null || true
      waiting+=("$name")
    fi
  done
  for name in ${waiting[@]+"${waiting[@]}"}; do
    while is_up "$name" && [ "$SECONDS" -lt "$until" ]; do sleep 0.1; done
    if is_up "$name"; then kill -KILL "$(cat "$(pid_file_of "$name")")" 2>/dev/null || true; fi
    while is_up "$name"; do sleep 0.1; done
  done
  for name in "$@"; do
    if [[ "$name" = gateway.* ]]; then
      rm -f "$(folder_of "$name")/address"
      for pid in $(database_pid_of "$name"); do
        kill -INT "$pid" 2>/dev/null || true # PostgreSQL's fast shutdown
        while kill -0 "$pid" 2>/dev/null && [ "$SECONDS" -lt "$((until + 20))" ]; do sleep 0.1; done
        kill -KILL "$pid" 2>/dev/null || true
      done
    fi
    rm -f "$(pid_file_of "$name")"
  done
}

# Blocks on the channel as an orderer or a peer counts them; nothing where it does not tell.
height_of() {
  case "$1" in
    orderer* | peer.*)
      http_get "$(port_of "$1" operations)" /metrics |
        sed -n "s/^ledger_blockchain_height{channel=\"$CHANNEL\"} //p"
      ;;
  esac
}

memory_mib_of() {
  awk '/^VmRSS:/ { printf "%d\n", $2 / 1024 }' "/proc/$(cat "$(pid_file_of "$1")")/status" 2>/dev/null
}
