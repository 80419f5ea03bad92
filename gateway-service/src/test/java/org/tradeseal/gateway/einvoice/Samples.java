package org.tradeseal.gateway.einvoice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The invoices of {@code docs/samples/invoices}, and those named by their defect. */
final class Samples {
    static final String PINT = "royalty-pint-sg.xml";
    static final String UBL = "en16931-ubl.xml";
    static final String CII = "en16931-cii.xml";
    static final String PEPPOL = "peppol-bis.xml";
    static final String CREDIT_NOTE = "credit-note.xml";
    static final String ACCEPTANCE = "acceptance.xml";

    private Samples() {}

    static byte[] bytes(String name) {
        return read(Path.of("..", "docs", "samples", "invoices", name));
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static byte[] defective(String name) {
        return read(Path.of("src", "test", "resources", "einvoice", name));
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
