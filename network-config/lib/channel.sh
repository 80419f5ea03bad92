# The channel and the chaincode's life on it. Each step leaves a mark, so that an interrupted run goes on where it was.
# shellcheck shell=bash

# as_admin ORGANISATION ARGUMENTS...: Fabric's command line as that organisation's administrator
as_admin() {
  local name="$1" home="$FABRIC/crypto/peerOrganizations/$1"
  shift
  FABRIC_CFG_PATH="$FABRIC/peers/$name" FABRIC_LOGGING_SPEC=error CORE_PEER_LOCALMSPID="${MSP[$name]}" \
    CORE_PEER_ADDRESS="$(address_of "peer.$name")" CORE_PEER_TLS_ENABLED=true \
    CORE_PEER_TLS_ROOTCERT_FILE="$FABRIC/$(tls_ca_of "$name")" CORE_PEER_MSPCONFIGPATH="$home/users/Admin@$name/msp" \
    timeout 90 "$(program peer)" "$@"
}

# once MARK COMMAND...: runs the command unless its mark is there; repeats it for a while, since a network that has just
# started still elects a leader and learns of its members. ALREADY, a pattern, tells an answer that means it was done.
once() {
  local mark="$1" output attempt
  shift
  if [ -f "$mark" ]; then return 0; fi
  for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    if output="$("$@" 2>&1)" || [[ -n "${ALREADY:-}" && "$output" =~ $ALREADY ]]; then
      : >"$mark"
      return 0
    fi
    sleep "0.$((attempt + 2))"
  done
  printf '%s\n' "$output" | tail -5 >&2
  fail 1 "This did not work: $*" "此步骤未成功：$*"
}

ordering_admin() {
  local orderer="$1" keys="$FABRIC/crypto/ordererOrganizations/$ORDERING_DOMAIN/users/Admin@$ORDERING_DOMAIN/tls"
  shift
  timeout 30 "$(program osnadmin)" "$@" --orderer-address "$(address_of "$orderer" admin)" \
    --ca-file "$FABRIC/$(tls_ca_of "$ORDERING_DOMAIN")" --client-cert "$keys/client.crt" --client-key "$keys/client.key"
}

# osnadmin ends well whatever the orderer answers; its first line tells.
orderer_joins() {
  local answer
  answer="$(ordering_admin "$1" channel join --channelID "$CHANNEL" --config-block "$FABRIC/$CHANNEL.block" 2>&1)"
  printf '%s\n' "$answer"
  [[ "$answer" = "Status: 201"* ]]
}

join_orderer() {
  ALREADY='Status: 405' once "$FABRIC/orderers/$1/joined" orderer_joins "$1"
}

join_peer() {
  local name="${1#*.}"
  ALREADY='already exists' once "$FABRIC/peers/$name/joined" as_admin "$name" channel join -b "$FABRIC/$CHANNEL.block"
}

install_chaincode() {
  local name="${1#*.}"
  ALREADY='already successfully installed' once "$FABRIC/chaincode/$name/installed" \
    as_admin "$name" lifecycle chaincode install "$FABRIC/chaincode/package.tar.gz"
}

# What all organisations must approve alike.
definition() {
  DEFINITION=(--channelID "$CHANNEL" --name "$CHAINCODE" --version "$(property chaincode-version)" --sequence 1
    --signature-policy "$(endorsement_policy)" --collections-config "$FABRIC/chaincode/collections.json"
    --orderer "$(address_of "${ORDERERS[0]}")" --tls --cafile "$FABRIC/$(tls_ca_of "$ORDERING_DOMAIN")")
}

approve_chaincode() {
  local name="${1#*.}" DEFINITION
  definition
  ALREADY='unchanged content' once "$FABRIC/chaincode/$name/approved" as_admin "$name" lifecycle chaincode \
    approveformyorg "${DEFINITION[@]}" --package-id "$(cat "$FABRIC/chaincode/package-id")"
}

commit_chaincode() {
  local name DEFINITION peers=()
  definition
  for name in "${ORGANISATIONS[@]}"; do
    peers+=(--peerAddresses "$(address_of "peer.$name")" --tlsRootCertFiles "$FABRIC/$(tls_ca_of "$name")")
  done
  ALREADY='new definition must be sequence 2' once "$FABRIC/chaincode/committed" as_admin "$(founder)" lifecycle chaincode \
    commit "${DEFINITION[@]}" "${peers[@]}"
}
