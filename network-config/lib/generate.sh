# Keys, genesis block and the configuration of every process, from the templates.
# shellcheck shell=bash

TEMPLATES="$CONFIG/templates"

# render TEMPLATE KEY=VALUE...: the template with each @KEY@ replaced; one that is left is a mistake.
render() {
  local template="$1" text pair
  text="$(cat "$TEMPLATES/$template")"
  shift
  for pair in "$@"; do text="${text//"@${pair%%=*}@"/"${pair#*=}"}"; done
  if [[ "$text" =~ @[A-Z_]+@ ]]; then
    fail 1 "Template $template: no value for ${BASH_REMATCH[0]}." "模板 $template：${BASH_REMATCH[0]} 没有取值。"
  fi
  printf '%s\n' "$text"
}

# What cryptogen shall make: a node for each process with TLS, and for each organisation an administrator and one client,
# its gateway.
crypto_config() {
  local name kind
  local names="[$LOOPBACK, localhost]"
  printf 'OrdererOrgs:\n  - { Name: Ordering, Domain: %s, EnableNodeOUs: true, Specs: [\n' "$ORDERING_DOMAIN"
  for name in "${ORDERERS[@]}"; do printf '      { Hostname: %s, SANS: %s },\n' "$name" "$names"; done
  printf '    ] }\nPeerOrgs:\n'
  for name in "${ORGANISATIONS[@]}"; do
    printf '  - { Name: %s, Domain: %s, EnableNodeOUs: true, Users: { Count: 1 }, Specs: [\n' "$name" "$name"
    for kind in peer chaincode gateway; do printf '      { Hostname: %s, SANS: %s },\n' "$kind" "$names"; done
    printf '    ] }\n'
  done
}

generate_crypto() {
  local name kind
  crypto_config >crypto.yaml
  "$(program cryptogen)" generate --config=crypto.yaml --output=crypto >/dev/null
  # Chaincode and gateway take TLS keys only from their node. Its other identity is a peer's and could endorse.
  for name in "${ORGANISATIONS[@]}"; do
    for kind in chaincode gateway; do rm -r "crypto/peerOrganizations/$name/peers/$kind.$name/msp"; done
  done
  mkdir tls-ca
  cp "crypto/ordererOrganizations/$ORDERING_DOMAIN/tlsca/"*.pem "$(tls_ca_of "$ORDERING_DOMAIN")"
  for name in "${ORGANISATIONS[@]}"; do cp "crypto/peerOrganizations/$name/tlsca/"*.pem "$(tls_ca_of "$name")"; done
}

channel_config() {
  local name endpoints=()
  for name in "${ORDERERS[@]}"; do endpoints+=("\"$(address_within "$name")\""); done
  printf 'Organizations:\n'
  render configtx/ordering.yaml MSP="$ORDERING_MSP" MSP_FOLDER="crypto/ordererOrganizations/$ORDERING_DOMAIN/msp" \
    ENDPOINTS="$(list ', ' '' '' "${endpoints[@]}")"
  for name in "${ORGANISATIONS[@]}"; do
    render configtx/organisation.yaml NAME="$name" MSP="${MSP[$name]}" MSP_FOLDER="crypto/peerOrganizations/$name/msp" \
      HOST="$(host_of "peer.$name")" PORT="$(port_of "peer.$name")"
  done
  render configtx/channel.yaml ORGANISATIONS="$(list ', ' '*' '' "${ORGANISATIONS[@]}")"
  render "configtx/$ORDERING.yaml"
  for name in "${ORDERERS[@]}"; do
    render "configtx/$ORDERING-consenter.yaml" ID="${name#orderer}" HOST="$(host_of "$name")" PORT="$(port_of "$name")" \
      MSP="$ORDERING_MSP" TLS_FOLDER="$(crypto_of "$name")/tls" \
      IDENTITY="$(crypto_of "$name")/msp/signcerts/$name.$ORDERING_DOMAIN-cert.pem"
  done
}

generate_genesis_block() {
  channel_config >configtx.yaml
  if ! FABRIC_CFG_PATH="$PWD" FABRIC_LOGGING_SPEC=warning "$(program configtxgen)" -profile Channel -channelID "$CHANNEL" \
    -outputBlock "$CHANNEL.block" >genesis-block.log 2>&1; then
    cat genesis-block.log >&2
    return 1
  fi
  rm genesis-block.log
}

# In a container a process sees its own keys and data only, always at the same places.
crypto_within() {
  located /crypto "$FABRIC/$(crypto_of "$1")"
}

data_within() {
  located /var/hyperledger/production "$(folder_of "$1")/data"
}

generate_orderer() {
  mkdir -p "orderers/$1"
  render orderer.yaml LISTEN="$(listen_address)" PORT="$(port_of "$1")" ADMIN_PORT="$(port_of "$1" admin)" \
    OPERATIONS_PORT="$(port_of "$1" operations)" MSP="$ORDERING_MSP" CRYPTO="$(crypto_within "$1")" \
    DATA="$(data_within "$1")" >"orderers/$1/orderer.yaml"
}

generate_peer() {
  mkdir -p "peers/${1#*.}"
  render core.yaml NAME="$1" LISTEN="$(listen_address)" HOST="$(host_of "$1")" PORT="$(port_of "$1")" \
    CHAINCODE_LISTEN_PORT="$(port_of "$1" chaincode-listen)" OPERATIONS_PORT="$(port_of "$1" operations)" \
    MSP="${MSP[${1#*.}]}" CRYPTO="$(crypto_within "$1")" DATA="$(data_within "$1")" \
    BUILDER="$(located /builder "$CONFIG/builder")" >"peers/${1#*.}/core.yaml"
}

generate_organisation() {
  local name="$1" user="crypto/peerOrganizations/$1/users/User1@$1/msp"
  generate_peer "peer.$name"
  mkdir -p "chaincode/$name/tls" "gateways/$name/identity" "gateways/$name/tls"
  cp "$(crypto_of "chaincode.$name")"/tls/* "chaincode/$name/tls/"
  cp "$(crypto_of "gateway.$name")"/tls/* "gateways/$name/tls/"
  cp "$user/signcerts/"*.pem "gateways/$name/identity/certificate.pem"
  cp "$user/keystore/"*_sk "gateways/$name/identity/key.pem"
  gateway_properties "$name" >"gateways/$name/gateway.properties"
}

# The names of all organisations but one, on one line each.
others() {
  local name
  for name in "${ORGANISATIONS[@]}"; do
    if [ "$name" != "$1" ]; then printf '%s\n' "$name"; fi
  done
}

gateway_properties() {
  local name="$1" other i=0 folder authorities
  folder="$(located /gateway "$FABRIC/gateways/$name")"
  authorities="$(located '' "$FABRIC")" # tls-ca is a folder of public certificates
  printf '%s\n' tradeseal.ledger=fabric "tradeseal.fabric.msp=${MSP[$name]}" "tradeseal.fabric.channel=$CHANNEL" \
    "tradeseal.fabric.chaincode=$CHAINCODE" "tradeseal.fabric.identity.certificate=$folder/identity/certificate.pem" \
    "tradeseal.fabric.identity.key=$folder/identity/key.pem" tradeseal.fabric.keep-alive=10s
  for other in "$name" $(others "$name"); do # its own peer first, the others if that is away
    printf '%s\n' "tradeseal.fabric.peers[$i].msp=${MSP[$other]}" \
      "tradeseal.fabric.peers[$i].address=$(address_within "peer.$other")" \
      "tradeseal.fabric.peers[$i].tls-ca=$authorities/$(tls_ca_of "$other")"
    i=$((i + 1))
  done
  if [ "$name" = "$(founder)" ]; then printf '%s\n' "tradeseal.fabric.genesis=$folder/genesis.json"; fi
  printf '%s\n' "tradeseal.consortium.address=$(address_within "gateway.$name" consortium)" \
    "tradeseal.consortium.certificate=$folder/tls/server.crt" "tradeseal.consortium.key=$folder/tls/server.key"
  i=0
  for other in $(others "$name"); do
    printf '%s\n' "tradeseal.consortium.members[$i].msp=${MSP[$other]}" \
      "tradeseal.consortium.members[$i].address=$(address_within "gateway.$other" consortium)" \
      "tradeseal.consortium.members[$i].tls-ca=$authorities/$(tls_ca_of "$other")"
    i=$((i + 1))
  done
  printf '%s\n' "server.port=$(port_of "gateway.$name")" "spring.grpc.server.port=$(port_of "gateway.$name" grpc)"
  if [ "$CONTAINERS" = true ]; then container_gateway_properties "$name"; fi
}

# Beyond its own loopback address a gateway speaks TLS only; its database is a container beside it.
container_gateway_properties() {
  local password
  password="$(head -c 24 /dev/urandom | base64 | tr '+/' '-_')"
  mkdir -p "databases/$1"
  printf '%s' "$password" >"databases/$1/password"
  chmod 644 "databases/$1/password" # read by the database's own user; the folder above is closed to others
  printf '%s\n' server.address=0.0.0.0 spring.grpc.server.address=0.0.0.0 server.ssl.bundle=web \
    spring.grpc.server.ssl.bundle=web spring.ssl.bundle.pem.web.keystore.certificate=/gateway/tls/server.crt \
    spring.ssl.bundle.pem.web.keystore.private-key=/gateway/tls/server.key \
    "tradeseal.database.url=jdbc:postgresql://database.$1:5432/tradeseal" tradeseal.database.user=tradeseal \
    "tradeseal.database.password=$password"
}

collections() {
  local msps
  mapfile -t msps < <(msps_of "${REGISTRARS[@]}")
  local name parts=()
  parts+=("$(render collection-financing.json MEMBERS="$(list ', ' "'" ".member'" "${msps[@]}")" \
    OTHER_MEMBERS="$((${#REGISTRARS[@]} - 1))")")
  for name in "${ORGANISATIONS[@]}"; do parts+=("$(render collection-payloads.json MSP="${MSP[$name]}")"); done
  printf '[%s]\n' "$(list ', ' '' '' "${parts[@]}")"
}

# The chaincode package is the same for all organisations: it names the contract, and each peer knows its own process.
# tar and gzip write it byte for byte the same each time, so that its hash is the same for everybody.
package_chaincode() {
  local label="${CHAINCODE}_$CHAINCODE_VERSION" folder
  folder="$(mktemp -d "$PWD/package.XXXXXX")"
  printf 'name=%s\nversion=%s\n' "$CHAINCODE" "$CHAINCODE_VERSION" >"$folder/chaincode.properties"
  printf '{"type":"tradeseal","label":"%s"}\n' "$label" >"$folder/metadata.json"
  reproducible_tar "$folder" chaincode.properties >"$folder/code.tar.gz"
  reproducible_tar "$folder" metadata.json code.tar.gz >chaincode/package.tar.gz
  rm -r "$folder"
  printf '%s:%s\n' "$label" "$(sha256sum chaincode/package.tar.gz | cut -d' ' -f1)" >chaincode/package-id
}

# reproducible_tar FOLDER FILE...
reproducible_tar() {
  local folder="$1"
  shift
  tar -C "$folder" --format=ustar --owner=0 --group=0 --numeric-owner --mode=644 --mtime=@0 -cf - "$@" | gzip -n
}

# Everything of a new network, made aside and moved into its place at once: an interrupted run leaves no half of one.
generate_network() {
  local making="$FABRIC.new" name status
  rm -rf "$making"
  mkdir -p "$making"
  set +e # a subshell that is part of a condition would go on after an error
  (
    set -e
    cd "$making"
    umask 077
    generate_crypto
    generate_genesis_block
    for name in "${ORDERERS[@]}"; do generate_orderer "$name"; done
    for name in "${ORGANISATIONS[@]}"; do generate_organisation "$name"; done
    collections >chaincode/collections.json
    package_chaincode
    write_properties >network.properties
  )
  status=$?
  set -e
  [ "$status" -eq 0 ] || fail 1 "Keys and genesis block could not be made." "无法生成密钥与创世区块。"
  chmod 700 "$making"
  mv "$making" "$FABRIC"
}
