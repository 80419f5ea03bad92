# The fuzzing of scripts/test; sourced, never run. Needs lib.sh.
# shellcheck shell=bash

FUZZ_TARGETS=(JSON COMMAND RECEIPT DISCLOSURE TRUST NOTE BUNDLE INVOICE ACCEPTANCE SIGNATURE DETACHED TABLE WORKBOOK SHEET)

# fuzz MINUTES [TARGET,...]: every parser of foreign bytes for so many minutes, by Jazzer. A finding is kept as a file
# beside the others, where the ordinary tests try it from now on.
fuzz() {
  local minutes="$1" targets=("${FUZZ_TARGETS[@]}") classpath target work found=0 input kept
  if [ -n "${2:-}" ]; then IFS=, read -r -a targets <<<"$2"; fi
  require_tools
  say "Compiling with the fuzzer" "正在编译并加入模糊测试器"
  run_maven "$PROJECT/target/fuzz.log" -q -Pfuzz -pl gateway-service -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/fuzz.classpath -Dmdep.includeScope=test
  classpath="target/test-classes:target/classes:$(cat "$PROJECT/gateway-service/target/fuzz.classpath")"
  for target in "${targets[@]}"; do
    work="$PROJECT/target/fuzz/$target"
    mkdir -p "$work/corpus" "$work/findings"
    say "$target, $minutes min" "$target，$minutes 分钟"
    (
      cd "$PROJECT/gateway-service"
      java -cp "$classpath" org.tradeseal.gateway.fuzz.Seeds "$target" "$work/seeds" >>"$work/log" 2>&1
      java -Xmx1500m -cp "$classpath" "-Dtradeseal.fuzz.target=$target" com.code_intelligence.jazzer.Jazzer \
        --target_class=org.tradeseal.gateway.fuzz.Fuzzer '--instrumentation_includes=org.tradeseal.**' \
        '--custom_hook_includes=org.tradeseal.**' "--reproducer_path=$work/findings" "-artifact_prefix=$work/findings/" \
        "-max_total_time=$((minutes * 60))" -timeout=20 -rss_limit_mb=4096 -max_len=65536 "$work/corpus" "$work/seeds"
    ) >>"$work/log" 2>&1 || true
    sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/log" | tail -1 |
      while read -r runs; do say "  $runs inputs" "  $runs 个输入"; done
    for input in "$work/findings"/{crash,timeout,oom}-*; do
      [ -f "$input" ] || continue
      kept="$PROJECT/gateway-service/src/test/resources/fuzz/$(printf '%s' "$target" | tr '[:upper:]' '[:lower:]')"
      mkdir -p "$kept"
      mv "$input" "$kept/"
      say "✗ Finding: $kept/$(basename "$input")" "✗ 发现问题：$kept/$(basename "$input")" >&2
      found=1
    done
  done
  if [ "$found" -ne 0 ]; then
    fail 1 "Some inputs end in no answer; what happened stands in target/fuzz/*/log." \
      "部分输入未得到答复；详情见 target/fuzz/*/log。"
  fi
  say "✓ Every input ended in an answer or a refusal." "✓ 每个输入均得到答复或被明确拒绝。"
}

# api_fuzz [ARGUMENTS...]: asks a running gateway whatever its description allows and does not, by schemathesis, which is
# installed under target/ on first use. No answer is a 5xx, and none is one that the description lacks.
api_fuzz() {
  local venv="$PROJECT/target/schemathesis" state port status=0
  command -v python3 >/dev/null 2>&1 || fail 3 "Python 3 with venv is needed." "需要带 venv 的 Python 3。"
  if [ ! -x "$venv/bin/st" ]; then
    say "Installing schemathesis under target/" "正在 target/ 下安装 schemathesis"
    python3 -m venv "$venv" || fail 3 "On Debian or Ubuntu: apt-get install python3-venv" "Debian 或 Ubuntu：apt-get install python3-venv"
    "$venv/bin/pip" -q install 'schemathesis>=4,<5' >>"$PROJECT/target/api-fuzz.log" 2>&1 ||
      fail 1 "It was not installed; see target/api-fuzz.log." "安装失败；见 target/api-fuzz.log。"
  fi
  build
  state="$(mktemp -d "${TMPDIR:-/tmp}/tradeseal-api-fuzz.XXXXXX")"
  port="$(free_port 18080)"
  launch "$state" "$port" "$(free_port $((port + 1)))"
  "$venv/bin/st" run "http://127.0.0.1:$port/openapi.json" --url "http://127.0.0.1:$port" \
    --header "Authorization: Bearer $(cat "$state/operator.token")" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance \
    --exclude-path-regex '^/v1/changes$' --request-timeout 60 "$@" || status=$?
  kill "$(cat "$state/gateway.pid")" 2>/dev/null || true
  while is_running "$state/gateway.pid"; do sleep 0.2; done
  if grep -q ' ERROR ' "$state/gateway.log"; then
    cp "$state/gateway.log" "$PROJECT/target/api-fuzz-gateway.log"
    say "The gateway's log: target/api-fuzz-gateway.log" "网关日志：target/api-fuzz-gateway.log" >&2
  fi
  rm -rf "$state"
  [ "$status" -eq 0 ] || fail 1 "Some answers are not as described." "部分答复与接口说明不符。"
  say "✓ Every answer is one of the description." "✓ 每个答复均符合接口说明。"
}
