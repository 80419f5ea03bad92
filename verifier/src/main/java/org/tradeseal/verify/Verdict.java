package org.tradeseal.verify;

/** What a verifier says. UNKNOWN is never a polite INVALID: something is missing that could decide it. */
public enum Verdict {
    VALID("valid", "有效"),
    INVALID("invalid", "无效"),
    UNKNOWN("unknown", "未知");

    private final Text text;

    Verdict(String en, String zh) {
        text = Text.of(en, zh);
    }

    public Text text() {
        return text;
    }
}
