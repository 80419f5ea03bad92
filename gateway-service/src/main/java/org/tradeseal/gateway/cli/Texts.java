package org.tradeseal.gateway.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** The command line's sentences in one language, Chinese or English. */
final class Texts {
    private static final String BUNDLE = "org.tradeseal.gateway.cli.Texts";
    private static final List<String> VARIABLES = List.of("TRADESEAL_LANG", "LC_ALL", "LC_MESSAGES", "LANG");

    private final ResourceBundle bundle;
    private final String language;

    private Texts(String language) {
        this.language = language;
        // No fallback: on a Chinese system, English asked for must not become Chinese.
        this.bundle = ResourceBundle.getBundle(
                BUNDLE,
                language.equals("zh") ? Locale.CHINESE : Locale.ROOT,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    static Texts in(String language) {
        return new Texts(language);
    }

    /** The language of the first locale variable that is set, as POSIX orders them. */
    static Texts of(Map<String, String> environment) {
        return new Texts(VARIABLES.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst()
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("zh"))
                .map(value -> "zh")
                .orElse("en"));
    }

    /** {@code zh} or {@code en}. */
    String language() {
        return language;
    }

    ResourceBundle bundle() {
        return bundle;
    }

    /** The sentence with its places {@code {0}}, {@code {1}} filled in. An apostrophe is just an apostrophe. */
    String get(String key, Object... values) {
        String text = bundle.getString(key);
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    /** One of two sentences, for texts that stand beside the code they describe. */
    String choose(String en, String zh) {
        return language.equals("zh") ? zh : en;
    }
}
