# The same network as containers: their files and, once they run, the channel. compose.yaml is the list of containers.
# shellcheck shell=bash

# Everything that compose.yaml mounts, and the settings it reads.
prepare_containers() {
  generate_network
  found_registry
  printf '%s\n' "TRADESEAL_NETWORK=$FABRIC" "TRADESEAL_PACKAGE_ID=$(cat "$FABRIC/chaincode/package-id")" \
    "TRADESEAL_USER=$(id -u):$(id -g)" >"$FABRIC/compose.env"
}

# The containers' processes answer on this machine's loopback address.
await_containers() {
  local name until
  for name in $(names_of orderer peer); do
    until=$((SECONDS + 60))
    until answers "$name"; do
      [ "$SECONDS" -lt "$until" ] || fail 1 "The container $name does not answer at $(address_of "$name")." \
        "容器 $name 在 $(address_of "$name") 未应答。"
      sleep 0.5
    done
  done
}
