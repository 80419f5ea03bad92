# Shared lines of the scripts; sourced, never run. Sets PROJECT, STATE, JAR, VERIFIER and BUILT.
# shellcheck shell=bash

PROJECT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
STATE="${TRADESEAL_STATE:-$PROJECT/.tradeseal}"
case "$STATE" in /*) ;; *) STATE="$PWD/$STATE" ;; esac
JAR="$PROJECT/gateway-service/target/gateway-service-0.1.0-SNAPSHOT.jar"
VERIFIER="$PROJECT/verifier/target/verifier.jar"
BUILT="$PROJECT/target/built"

# The reader's language, zh or en, from the first locale variable that is set.
case "${TRADESEAL_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-en}}}}" in
  zh* | ZH*) TRADESEAL_LANG=zh ;;
  *) TRADESEAL_LANG=en ;;
esac
export TRADESEAL_LANG

# Java reads arguments and file names in the locale's encoding; in the C locale Chinese ones would be lost.
if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
  export LC_ALL=C.UTF-8
fi

# say ENGLISH CHINESE: one line in the reader's language.
say() {
  if [ "$TRADESEAL_LANG" = zh ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

# fail CODE ENGLISH CHINESE
fail() {
  printf '✗ ' >&2
  say "$2" "$3" >&2
  exit "$1"
}

# Java 17 or newer with its compiler, and Maven: names what is missing and how to get it, then exits with 3.
require_tools() {
  local missing=() version
  if ! command -v java >/dev/null 2>&1 || ! command -v javac >/dev/null 2>&1; then
    missing+=("JDK 17+ (java, javac)")
  else
    version="$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')"
    if [ -z "$version" ] || [ "$version" -lt 17 ]; then
      missing+=("JDK 17+ ($(say "found" "现有") ${version:-?})")
    fi
  fi
  command -v mvn >/dev/null 2>&1 || missing+=("Maven 3.8+ (mvn)")
  if [ "${#missing[@]}" -gt 0 ]; then
    {
      say "✗ Missing on this machine:" "✗ 本机缺少："
      printf '    %s\n' "${missing[@]}"
      say "  On Debian or Ubuntu: apt-get install openjdk-17-jdk-headless maven" \
        "  Debian 或 Ubuntu：apt-get install openjdk-17-jdk-headless maven"
      say "  Then run this again." "  然后重新运行。"
    } >&2
    exit 3
  fi
}

# Whether the built program is there and no source is newer than the build. The jar's own time says nothing: it is the
# same in every build, so that builds can be compared.
is_built() {
  [ -f "$JAR" ] && [ -f "$VERIFIER" ] && [ -f "$BUILT" ] && [ -z "$(find "$PROJECT/pom.xml" "$PROJECT/network-config/organisations.csv" "$PROJECT"/{proto,verifier,chaincode,gateway-service}/{pom.xml,src} \
    -newer "$BUILT" -type f ! -path '*/src/test/*' -print -quit 2>/dev/null)" ]
}

# Runs Maven and shows one line a module; the whole log stays in a file, its end is shown on failure.
# run_maven LOG ARGUMENTS...
run_maven() {
  local log="$1" status
  shift
  mkdir -p "$(dirname "$log")"
  set +e
  (cd "$PROJECT" && mvn -B -ntp "$@" 2>&1) | tee "$log" |
    sed -u -n -e 's/^\[INFO\] Building \(TradeSeal.*\) [^ ]* *\(\[.*\]\)$/  \2 \1/p' \
      -e 's/^\[INFO\] Building \(TradeSeal.*[^ ]\)  *\([^ ]*\)$/  \1/p'
  status="${PIPESTATUS[0]}"
  set -e
  if [ "$status" -ne 0 ]; then
    grep -E '^\[ERROR\]' "$log" | head -20 >&2
    fail 1 "The build failed; the whole log: $log" "构建失败；完整日志：$log"
  fi
}

# Builds the program unless it is up to date. The tests are scripts/test's business.
# TRADESEAL_BUILD=false takes what is there, for tests that run in the midst of a build.
build() {
  if [ "${TRADESEAL_BUILD:-true}" = false ]; then return; fi
  require_tools
  if is_built; then return; fi
  local repository="${HOME:-/root}/.m2/repository/org/springframework"
  if [ -d "$repository" ]; then
    say "Building (about a minute) …" "正在构建（约一分钟）……"
  else
    say "Building; the first time Maven downloads its libraries, which takes some minutes …" \
      "正在构建；首次构建须下载依赖库，需要几分钟……"
  fi
  mkdir -p "$PROJECT/target"
  touch "$BUILT.begun" # a source changed while building counts as newer
  run_maven "$PROJECT/target/build.log" -DskipTests package
  mv "$BUILT.begun" "$BUILT"
}

# Whether somebody listens on a local TCP port.
port_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The first free port from $1 on.
free_port() {
  local port="$1"
  while port_taken "$port"; do port=$((port + 1)); done
  printf '%s\n' "$port"
}

# Whether the process of a pid file lives and is ours: a number is reused after a restart of the machine.
# is_running PID_FILE [WHAT ITS COMMAND LINE HOLDS]
is_running() {
  local pid
  [ -f "$1" ] || return 1
  pid="$(cat "$1")"
  [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -F -- "${2:-$JAR}" >/dev/null
}

# One GET without curl, which a fresh machine may lack: succeeds if the gateway says it is up.
is_healthy() (
  line=""
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET /actuator/health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
  IFS= read -r -t 5 line <&3 || exit 1
  case "$line" in *" 200"*) exit 0 ;; *) exit 1 ;; esac
)

# Starts a gateway in the background and waits until it answers.
# launch STATE PORT GRPC_PORT [ARGUMENTS...]: writes STATE/gateway.pid, STATE/gateway.log, STATE/address
launch() {
  launch_only "$@"
  await_gateway "$1" "$2"
}

# launch_only STATE PORT GRPC_PORT [ARGUMENTS...]: several gateways can start side by side.
launch_only() {
  local state="$1" port="$2" grpc="$3"
  shift 3
  mkdir -p "$state"
  chmod 700 "$state"
  # setsid: an interrupt meant for the script does not reach the gateway, which is ended in order.
  setsid java -XX:+UseSerialGC -Xshare:auto -jar "$JAR" --tradeseal.state-folder="$state" --server.port="$port" \
    --spring.grpc.server.port="$grpc" "$@" >>"$state/gateway.log" 2>&1 </dev/null &
  printf '%s\n' "$!" >"$state/gateway.pid"
}

# await_gateway STATE PORT [SECONDS]
await_gateway() {
  local state="$1" port="$2" seconds="${3:-120}" waited=0
  until is_healthy "$port" 2>/dev/null; do
    if ! is_running "$state/gateway.pid"; then
      tail -15 "$state/gateway.log" >&2
      fail 1 "The gateway ended while starting; its log: $state/gateway.log" \
        "网关在启动过程中退出；日志：$state/gateway.log"
    fi
    if [ "$waited" -ge "$((2 * seconds))" ]; then
      fail 1 "The gateway does not answer after $seconds seconds; its log: $state/gateway.log" \
        "网关 $seconds 秒后仍未应答；日志：$state/gateway.log"
    fi
    sleep 0.5
    waited=$((waited + 1))
  done
  printf 'http://127.0.0.1:%s\n' "$port" >"$state/address"
}

# Ends the gateway of a state folder in order, by its own pid.
halt() {
  local state="$1" pid waited=0
  if ! is_running "$state/gateway.pid"; then
    rm -f "$state/gateway.pid" "$state/address"
    return 1
  fi
  pid="$(cat "$state/gateway.pid")"
  kill -TERM "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$waited" -ge 120 ]; then
      kill -KILL "$pid"
      break
    fi
    sleep 0.5
    waited=$((waited + 1))
  done
  rm -f "$state/gateway.pid" "$state/address"
}

# Runs a class of the client side: tradeseal_java CLASS ARGUMENTS...
tradeseal_java() {
  local class="$1"
  shift
  java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto \
    -Dlogback.configurationFile=org/tradeseal/gateway/cli/logback-cli.xml -Dtradeseal.verifier="$VERIFIER" \
    -cp "$JAR" "$class" "$@"
}
