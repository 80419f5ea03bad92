package org.tradeseal.gateway.cli;

import java.io.PrintWriter;
import java.time.Duration;

/** One line that shows how far something is: drawn over on a terminal, a line every ten per cent elsewhere. */
public final class ProgressBar {
    private static final int WIDTH = 30;
    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final PrintWriter out;
    private final boolean interactive;
    private final String what;
    private final long total;
    private final long begun = System.nanoTime();
    private long drawnAt;
    private long shownTenth;
    private boolean drawn;

    /** {@code total} of zero draws nothing. */
    public ProgressBar(PrintWriter out, boolean interactive, String what, long total) {
        this.out = out;
        this.interactive = interactive;
        this.what = what;
        this.total = total;
    }

    /** So much is done. */
    public void at(long done) {
        if (total <= 0) {
            return;
        }
        long now = System.nanoTime();
        boolean last = done >= total;
        if (interactive && (last || now - drawnAt > BETWEEN.toNanos())) {
            drawnAt = now;
            drawn = true;
            out.print("\r" + line(Math.min(done, total), now) + "\u001B[K");
            out.flush();
        }
        long tenth = 10 * done / total;
        if (!interactive && tenth > shownTenth) {
            shownTenth = tenth;
            out.println(line(Math.min(done, total), now));
        }
    }

    private String line(long done, long now) {
        int filled = (int) (WIDTH * done / total);
        double seconds = (now - begun) / 1e9;
        String rate = seconds > 1 ? "  " + Math.round(done / seconds) + "/s" : "";
        return "  " + what + "  " + "█".repeat(filled) + "░".repeat(WIDTH - filled) + "  " + done + "/" + total + rate;
    }

    /** Ends the line. */
    public void end() {
        if (drawn) {
            out.println();
        }
    }
}
