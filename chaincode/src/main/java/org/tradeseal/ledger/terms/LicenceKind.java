package org.tradeseal.ledger.terms;

import org.tradeseal.verify.Text;

/**
 * How many may use what is licensed (SPC interpretation on technology contracts, art. 25): the licensee alone, the
 * licensee and the licensor, or others as well. In descending order of strength.
 */
public enum LicenceKind {
    /** 独占: nobody else, the licensor included. */
    EXCLUSIVE("exclusive", "独占"),
    /** 排他: nobody else but the licensor. */
    SOLE("sole", "排他"),
    /** 普通: others as well. */
    ORDINARY("ordinary", "普通");

    private final Text text;

    LicenceKind(String en, String zh) {
        this.text = Text.of(en, zh);
    }

    public Text text() {
        return text;
    }

    boolean isStrongerThan(LicenceKind other) {
        return compareTo(other) < 0;
    }
}
