# Who takes part and where everything is: derived from organisations.csv and the port base alone.
# shellcheck shell=bash
# shellcheck disable=SC2034  # its variables are read by the files beside it

ORGANISATIONS_FILE="${TRADESEAL_ORGANISATIONS:-$CONFIG/organisations.csv}"
FABRIC="$STATE/fabric"
NETWORK="$FABRIC/network.properties"
CHANNEL=tradeseal
CHAINCODE=tradeseal
CHAINCODE_VERSION=0.1.0
ORDERING_MSP=OrdererMSP
ORDERING_DOMAIN=ordering
LOOPBACK=127.0.0.1
# false: processes on this machine, which listen there only. true: containers, which know each other by name; their
# ports have the same numbers and are published on this machine's loopback address.
CONTAINERS=false

use_containers() {
  CONTAINERS=true
  FABRIC="$STATE/containers"
  NETWORK="$FABRIC/network.properties"
}

declare -A MSP=() ROLE=() POSITION=()
ORGANISATIONS=() # those in use, in the order of the file
REGISTRARS=()
ORDERERS=()

# read_organisations SMALL [NAMES]: true takes only those marked as small; names, separated by commas, only those named.
read_organisations() {
  local name msp registrar role small rest position=0
  ORGANISATIONS=()
  REGISTRARS=()
  while IFS=, read -r name msp registrar role small rest; do
    [ "$name" = name ] && continue
    POSITION[$name]="$position"
    position=$((position + 1))
    if [ "$1" = true ] && [ "$small" != yes ]; then continue; fi
    if [ -n "${2:-}" ] && [[ ",$2," != *",$name,"* ]]; then continue; fi
    MSP[$name]="$msp"
    ROLE[$name]="$role"
    ORGANISATIONS+=("$name")
    if [ "$registrar" = yes ]; then REGISTRARS+=("$name"); fi
  done <"$ORGANISATIONS_FILE"
  [ "${#REGISTRARS[@]}" -gt 0 ] || fail 1 "No registrar in $ORGANISATIONS_FILE." "$ORGANISATIONS_FILE 中没有登记机构。"
}

# The registrar that founds the registry: the regulator, who admits all participants.
founder() {
  local name
  for name in "${REGISTRARS[@]}"; do
    if [ "${ROLE[$name]}" = REGULATOR ]; then printf '%s\n' "$name"; fi
  done
}

# One orderer organisation beside the members: how many orderers there are follows from the kind of ordering (Raft needs
# 3 to lose one, SmartBFT 4), never from how many members there are.
count_orderers() {
  local count i
  case "$1:$2" in
    raft:false) count=3 ;;
    bft:false) count=4 ;;
    *) count=1 ;;
  esac
  ORDERERS=()
  for ((i = 1; i <= count; i++)); do ORDERERS+=("orderer$i"); done
}

# use_topology ORDERING SMALL PORT_BASE [NAMES]
use_topology() {
  ORDERING="$1"
  SMALL="$2"
  PORT_BASE="$3"
  read_organisations "$SMALL" "${4:-}"
  count_orderers "$ORDERING" "$SMALL"
}

# Each process has its place of ten ports, so that a network with fewer members keeps the same numbers.
# port_of NAME [KIND]; NAME: orderer1, peer.bank-a, chaincode.bank-a, gateway.bank-a
port_of() {
  local place offset
  case "$1" in
    orderer*) place=$((10 * ${1#orderer})) ;;
    *) place=$((100 + 10 * ${POSITION[${1#*.}]})) ;;
  esac
  case "${1%%.*}:${2:-}" in
    orderer*:admin) offset=1 ;;
    *:operations) offset=2 ;;
    peer:chaincode-listen) offset=1 ;;
    chaincode:) offset=3 ;;
    gateway:grpc) offset=5 ;;
    gateway:consortium) offset=6 ;;
    gateway:) offset=4 ;;
    *) offset=0 ;;
  esac
  printf '%s\n' "$((PORT_BASE + place + offset))"
}

# Where this machine reaches a process.
address_of() {
  printf '%s:%s\n' "$LOOPBACK" "$(port_of "$@")"
}

# Where the network's processes reach each other.
host_of() {
  if [ "$CONTAINERS" = true ]; then printf '%s\n' "$1"; else printf '%s\n' "$LOOPBACK"; fi
}

address_within() {
  printf '%s:%s\n' "$(host_of "$1")" "$(port_of "$@")"
}

listen_address() {
  if [ "$CONTAINERS" = true ]; then printf '0.0.0.0\n'; else printf '%s\n' "$LOOPBACK"; fi
}

# The ports of one process, one a line.
ports_of() {
  port_of "$1"
  case "$1" in
    orderer*)
      port_of "$1" admin
      port_of "$1" operations
      ;;
    peer.*)
      port_of "$1" chaincode-listen
      port_of "$1" operations
      ;;
    gateway.*)
      port_of "$1" grpc
      port_of "$1" consortium
      ;;
  esac
}

# names_of KIND...: all processes of these kinds, in the order given
names_of() {
  local kind name
  for kind in "$@"; do
    if [ "$kind" = orderer ]; then
      printf '%s\n' "${ORDERERS[@]}"
    else
      for name in "${ORGANISATIONS[@]}"; do printf '%s\n' "$kind.$name"; done
    fi
  done
}

folder_of() {
  case "$1" in
    orderer*) printf '%s\n' "$FABRIC/orderers/$1" ;;
    peer.*) printf '%s\n' "$FABRIC/peers/${1#*.}" ;;
    chaincode.*) printf '%s\n' "$FABRIC/chaincode/${1#*.}" ;;
    gateway.*) printf '%s\n' "$FABRIC/gateways/${1#*.}" ;;
  esac
}

log_of() {
  case "$1" in
    gateway.*) printf '%s\n' "$(folder_of "$1")/gateway.log" ;;
    *) printf '%s\n' "$(folder_of "$1")/log" ;;
  esac
}

# located IN_A_CONTAINER ON_THIS_MACHINE: the one that the process will see
located() {
  if [ "$CONTAINERS" = true ]; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi
}

# Where cryptogen puts a node's keys, seen from the network's folder.
crypto_of() {
  case "$1" in
    orderer*) printf '%s\n' "crypto/ordererOrganizations/$ORDERING_DOMAIN/orderers/$1.$ORDERING_DOMAIN" ;;
    *) printf '%s\n' "crypto/peerOrganizations/${1#*.}/peers/$1" ;;
  esac
}

# The certificate that signs an organisation's TLS certificates (ordering: the orderers'), seen from the network's folder.
tls_ca_of() {
  printf '%s\n' "tls-ca/$1.pem"
}

# list SEPARATOR PREFIX SUFFIX ITEM...: the items in one line
list() {
  local separator="$1" prefix="$2" suffix="$3" item line=
  shift 3
  for item in "$@"; do line+="${line:+$separator}$prefix$item$suffix"; done
  printf '%s\n' "$line"
}

msps_of() {
  local name
  for name in "$@"; do printf '%s\n' "${MSP[$name]}"; done
}

# Every write needs a majority of the registrars.
endorsement_policy() {
  local msps
  mapfile -t msps < <(msps_of "${REGISTRARS[@]}")
  printf 'OutOf(%s, %s)\n' "$((${#REGISTRARS[@]} / 2 + 1))" "$(list ', ' "'" ".peer'" "${msps[@]}")"
}

property() {
  sed -n "s/^$1=//p" "$NETWORK"
}

load_network() {
  use_topology "$(property ordering)" "$(property small)" "$(property port-base)" "$(property organisations)"
}

write_properties() {
  local name
  printf '# What this network is. Written by scripts/fabric up; change it only by wipe and up.\n'
  printf '%s\n' "ordering=$ORDERING" "small=$SMALL" "port-base=$PORT_BASE" "channel=$CHANNEL" "chaincode=$CHAINCODE" "chaincode-version=$CHAINCODE_VERSION" \
    "organisations=$(list , '' '' "${ORGANISATIONS[@]}")" "registrars=$(list , '' '' "${REGISTRARS[@]}")" \
    "founder=$(founder)" "orderers=$(list , '' '' "${ORDERERS[@]}")" "ordering-tls-ca=$(tls_ca_of "$ORDERING_DOMAIN")"
  for name in "${ORDERERS[@]}"; do
    printf '%s\n' "$name.address=$(address_of "$name")" "$name.admin=$(address_of "$name" admin)" \
      "$name.operations=$(address_of "$name" operations)"
  done
  for name in "${ORGANISATIONS[@]}"; do
    printf '%s\n' "$name.msp=${MSP[$name]}" "$name.tls-ca=$(tls_ca_of "$name")" \
      "$name.peer.address=$(address_of "peer.$name")" \
      "$name.peer.chaincode-listen=$(address_of "peer.$name" chaincode-listen)" \
      "$name.peer.operations=$(address_of "peer.$name" operations)" \
      "$name.chaincode.address=$(address_of "chaincode.$name")" \
      "$name.gateway.address=$(address_of "gateway.$name")" \
      "$name.gateway.grpc=$(address_of "gateway.$name" grpc)" \
      "$name.gateway.consortium=$(address_of "gateway.$name" consortium)"
  done
}
