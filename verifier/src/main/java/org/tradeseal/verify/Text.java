package org.tradeseal.verify;

/** A sentence for people, in English and Chinese. */
public record Text(String en, String zh) {

    public static Text of(String en, String zh) {
        return new Text(en, zh);
    }

    /** The sentence in the given language: Chinese for every tag that starts with {@code zh}, else English. */
    public String in(String languageTag) {
        return languageTag.startsWith("zh") ? zh : en;
    }
}
