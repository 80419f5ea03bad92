package org.tradeseal.gateway.signature;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bytes that a signature really covers; nothing else of what was handed in may be used. */
public final class SignedDocument {
    private final @Nullable String name;
    private final byte[] content;

    SignedDocument(@Nullable String name, byte[] content) {
        this.name = name;
        this.content = content.clone();
    }

    /** The file name inside the container or the signature's reference, if it has one. */
    public @Nullable String name() {
        return name;
    }

    public byte[] bytes() {
        return content.clone();
    }

    boolean hasBytes(byte[] other) {
        return Arrays.equals(content, other);
    }
}
