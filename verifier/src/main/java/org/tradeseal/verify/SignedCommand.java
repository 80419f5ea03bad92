package org.tradeseal.verify;

import org.jspecify.annotations.Nullable;

/** A command with its actor's signature: 64 bytes in base64url without padding; none if the command is custodial. */
public record SignedCommand(Command command, @Nullable String signature) {
    public SignedCommand {
        Required.field(command, "/command");
    }
}
