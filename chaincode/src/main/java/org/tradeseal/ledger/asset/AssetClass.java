package org.tradeseal.ledger.asset;

import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * The classes of assets and their clocks, in days: the centre's formal check, the registrant's correction, and the public
 * notice, which software and works do not have. A class with a renewal can be renewed in the last days before its expiry.
 */
public enum AssetClass {
    /** Computer software copyright. Correction within 30 days: Software Copyright Registration Measures art. 22. */
    SOFTWARE(60, 30, 0, null),
    /** Data intellectual property; the certificate lives 3 years. */
    DATA_IP(15, 15, 15, Period.ofYears(3)),
    /** A copyright work. */
    WORK(30, 30, 0, null);

    /** How many days before its expiry an asset can be renewed. */
    static final int RENEWAL_DAYS = 180;

    private final int checkDays;
    private final int correctionDays;
    private final int noticeDays;
    private final @Nullable Period renewal;

    AssetClass(int checkDays, int correctionDays, int noticeDays, @Nullable Period renewal) {
        this.checkDays = checkDays;
        this.correctionDays = correctionDays;
        this.noticeDays = noticeDays;
        this.renewal = renewal;
    }

    public int checkDays() {
        return checkDays;
    }

    public int correctionDays() {
        return correctionDays;
    }

    /** Zero where the class has no public notice. */
    public int noticeDays() {
        return noticeDays;
    }

    /** By how much a renewal extends the right; null where the class has none. */
    public @Nullable Period renewal() {
        return renewal;
    }
}
