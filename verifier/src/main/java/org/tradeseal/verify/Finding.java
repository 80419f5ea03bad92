package org.tradeseal.verify;

/** What a verifier found about one aspect; {@code detail} adds to the reason's own text and may be empty. */
public record Finding(Aspect aspect, Reason reason, Text detail) {

    static Finding of(Aspect aspect, Reason reason) {
        return new Finding(aspect, reason, Text.of("", ""));
    }

    static Finding of(Aspect aspect, Reason reason, String en, String zh) {
        return new Finding(aspect, reason, Text.of(en, zh));
    }

    /** The same finding with this detail. */
    Finding with(Text newDetail) {
        return new Finding(aspect, reason, newDetail);
    }

    public Verdict verdict() {
        return reason.verdict();
    }

    /** The reason and the detail. */
    public Text text() {
        String space = detail.en().isEmpty() ? "" : " ";
        return Text.of(reason.text().en() + space + detail.en(), reason.text().zh() + detail.zh());
    }
}
