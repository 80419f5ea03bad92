package org.tradeseal.gateway.backup;

import java.io.PrintWriter;
import org.tradeseal.gateway.cli.ProgressBar;
import org.tradeseal.verify.Text;

/** Says in the reader's language what a backup or restore does. */
final class Narrator {
    private final PrintWriter out;
    private final String language;
    private final boolean interactive;

    Narrator(PrintWriter out, String language, boolean interactive) {
        this.out = out;
        this.language = language;
        this.interactive = interactive;
    }

    void say(String en, String zh) {
        out.println(Text.of(en, zh).in(language));
        out.flush();
    }

    ProgressBar progress(String en, String zh, long total) {
        return new ProgressBar(out, interactive, Text.of(en, zh).in(language), total);
    }

    String in(Text text) {
        return text.in(language);
    }
}
