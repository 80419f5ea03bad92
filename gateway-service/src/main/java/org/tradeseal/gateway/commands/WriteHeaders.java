package org.tradeseal.gateway.commands;

import jakarta.servlet.http.HttpServletRequest;

/** The request headers that every write understands. */
public final class WriteHeaders {
    private WriteHeaders() {}

    /** The caller's {@code Idempotency-Key}, or a random one. */
    public static String idempotencyKey(HttpServletRequest http, Commands commands) {
        String header = http.getHeader("Idempotency-Key");
        return header == null ? commands.newIdempotencyKey() : header;
    }

    /** Whether the caller asks for the command, to sign it itself ({@code Prefer: prepare}). */
    public static boolean prefersPreparation(HttpServletRequest http) {
        String prefer = http.getHeader("Prefer");
        return prefer != null && prefer.contains("prepare");
    }

    /** Whether the caller asks only what would come of the request ({@code Prefer: preview}). */
    static boolean prefersPreview(HttpServletRequest http) {
        String prefer = http.getHeader("Prefer");
        return prefer != null && prefer.contains("preview");
    }
}
