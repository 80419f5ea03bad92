# Fabric's own programs: where they are and whether they are new enough.
# shellcheck shell=bash

FABRIC_PROGRAMS=(peer orderer configtxgen cryptogen osnadmin)
FABRIC_NEEDED=3.1 # the write batches of the chaincode began there

# The path of one of Fabric's programs: in FABRIC_BIN if that is set, else on the PATH.
program() {
  if [ -n "${FABRIC_BIN:-}" ]; then
    [ -x "$FABRIC_BIN/$1" ] && printf '%s\n' "$FABRIC_BIN/$1"
  else
    type -P "$1"
  fi
}

# The version a program tells of itself, as 3.1; osnadmin tells none.
program_version() {
  local path="$1" argument=version
  case "$path" in
    */configtxgen) argument=-version ;;
    */osnadmin)
      printf '%s\n' "$FABRIC_NEEDED"
      return
      ;;
  esac
  timeout 20 "$path" "$argument" 2>&1 | sed -n 's/^ *Version: v\{0,1\}\([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p'
}

# Ends with exit code 3 and one screen of what to do unless all programs are there.
require_fabric() {
  local name path version missing=() machine=amd64
  for name in "${FABRIC_PROGRAMS[@]}"; do
    if ! path="$(program "$name")"; then
      missing+=("$name")
      continue
    fi
    version="$(program_version "$path")"
    if [ "$(printf '%s\n' "$FABRIC_NEEDED" "${version:-0}" | sort -V | head -1)" != "$FABRIC_NEEDED" ]; then
      missing+=("$name ($(say "found" "现有") ${version:-?}: $path)")
    fi
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  [ "$(uname -m)" = aarch64 ] && machine=arm64
  {
    say "✗ Missing: Hyperledger Fabric $FABRIC_NEEDED or newer" "✗ 缺少 Hyperledger Fabric $FABRIC_NEEDED 或更新版本："
    printf '    %s\n' "${missing[@]}"
    if [ -n "${FABRIC_BIN:-}" ]; then
      say "  looked for in FABRIC_BIN=$FABRIC_BIN" "  查找位置：FABRIC_BIN=$FABRIC_BIN"
    else
      say "  looked for on the PATH; FABRIC_BIN is not set" "  查找位置：PATH；未设置 FABRIC_BIN"
    fi
    say "  1. Open the releases of the project hyperledger/fabric on GitHub and download the archive
     hyperledger-fabric-linux-$machine-3.1.x.tar.gz (no container image is needed). The project's
     script install-fabric.sh fetches the same with: ./install-fabric.sh binary
  2. Unpack it:        mkdir -p ~/fabric && tar -xzf hyperledger-fabric-linux-*.tar.gz -C ~/fabric
  3. Say where it is:  export FABRIC_BIN=~/fabric/bin
  4. Again:            scripts/fabric up
  Without Fabric everything else works on the embedded ledger: scripts/try" \
      "  1. 打开 GitHub 上 hyperledger/fabric 项目的发布页，下载
     hyperledger-fabric-linux-$machine-3.1.x.tar.gz（不需要容器镜像）。该项目的
     install-fabric.sh 脚本也可下载：./install-fabric.sh binary
  2. 解压：      mkdir -p ~/fabric && tar -xzf hyperledger-fabric-linux-*.tar.gz -C ~/fabric
  3. 指明位置：  export FABRIC_BIN=~/fabric/bin
  4. 重新运行：  scripts/fabric up
  没有 Fabric 时，其余功能可在内嵌账本上使用：scripts/try"
  } >&2
  exit 3
}
