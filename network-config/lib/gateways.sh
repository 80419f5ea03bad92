# The gateways' founding and start.
# shellcheck shell=bash

# Before the first gateway starts, each organisation makes its key, and the regulator's founding statement of all of
# them becomes the registry's first record.
found_registry() {
  if [ -f "$FABRIC/genesis.json" ]; then return 0; fi
  step "Founding the registry" "创立登记库"
  tradeseal_java org.tradeseal.gateway.setup.Foundation --organisations "$ORGANISATIONS_FILE" \
    --names "$(list , '' '' "${ORGANISATIONS[@]}")" --out "$FABRIC/genesis.json" --gateways "$FABRIC/gateways"
}

# Six JVMs that start on few processors need their time: about 20 s of processor time each. await_gateways NAME...
await_gateways() {
  local name
  for name in "$@"; do
    await_process "$name" 420
    step "$name: http://$(address_of "$name")" "$name：http://$(address_of "$name")"
  done
}
