package org.tradeseal.ledger.asset;

import static org.tradeseal.ledger.asset.AssetStatus.*;
import static org.tradeseal.ledger.record.Capacity.ASSIGNEE;
import static org.tradeseal.ledger.record.Capacity.IP_CENTRE;
import static org.tradeseal.ledger.record.Capacity.OBJECTOR;
import static org.tradeseal.ledger.record.Capacity.REGISTRANT;

import org.tradeseal.ledger.record.Lifecycle;

/** The table of an asset's moves, and the names of the times by which they are due. */
final class AssetLifecycle {
    /** The centre's own clock for the formal check: shown, and no bar. */
    static final String CHECK_DUE = "checkDue";

    static final String CORRECTION_DUE = "correctionDue";
    static final String NOTICE_ENDS = "noticeEnds";

    /** The first moment at which the right exists no longer. */
    static final String EXPIRES_AT = "expiresAt";

    private AssetLifecycle() {}

    static Lifecycle<AssetStatus> table() {
        Lifecycle.Builder<AssetStatus> table = Lifecycle.of("asset");
        examination(table);
        registered(table);
        return table.build();
    }

    private static void examination(Lifecycle.Builder<AssetStatus> table) {
        table.creation(AssetMove.DEPOSIT, REGISTRANT, DEPOSITED)
                .creation(AssetMove.FILE, REGISTRANT, FILED)
                .awaited(FILED, AssetMove.START_REVIEW, IP_CENTRE, UNDER_REVIEW, CHECK_DUE)
                .transition(FILED, AssetMove.REQUEST_CORRECTION, IP_CENTRE, CORRECTION_REQUESTED)
                .transition(FILED, AssetMove.REJECT, IP_CENTRE, REJECTED)
                .awaited(CORRECTION_REQUESTED, AssetMove.CORRECT, REGISTRANT, FILED, CORRECTION_DUE)
                .transition(CORRECTION_REQUESTED, AssetMove.REJECT, IP_CENTRE, REJECTED)
                .transition(UNDER_REVIEW, AssetMove.PUBLISH, IP_CENTRE, PUBLISHED)
                .transition(UNDER_REVIEW, AssetMove.REGISTER, IP_CENTRE, REGISTERED)
                .transition(UNDER_REVIEW, AssetMove.REJECT, IP_CENTRE, REJECTED)
                .transition(PUBLISHED, AssetMove.OBJECT, OBJECTOR, OBJECTED)
                .transition(PUBLISHED, AssetMove.REGISTER, IP_CENTRE, REGISTERED)
                .transition(OBJECTED, AssetMove.OBJECT, OBJECTOR, OBJECTED)
                .transition(OBJECTED, AssetMove.DECIDE_OBJECTION, IP_CENTRE, REGISTERED)
                .transition(OBJECTED, AssetMove.DECIDE_OBJECTION, IP_CENTRE, REJECTED);
        for (AssetStatus pending : new AssetStatus[] {FILED, CORRECTION_REQUESTED, UNDER_REVIEW, PUBLISHED, OBJECTED}) {
            table.transition(pending, AssetMove.WITHDRAW, REGISTRANT, WITHDRAWN)
                    .transition(pending, AssetMove.CONSENT, REGISTRANT, pending);
        }
    }

    private static void registered(Lifecycle.Builder<AssetStatus> table) {
        table.transition(REGISTERED, AssetMove.RENEW, IP_CENTRE, REGISTERED)
                .transition(REGISTERED, AssetMove.LAPSE, IP_CENTRE, LAPSED)
                .transition(REGISTERED, AssetMove.INVALIDATE, IP_CENTRE, INVALIDATED)
                .transition(REGISTERED, AssetMove.SURRENDER, REGISTRANT, SURRENDERED)
                .transition(REGISTERED, AssetMove.CONSENT, REGISTRANT, REGISTERED)
                .transition(REGISTERED, AssetMove.ASSIGN, REGISTRANT, REGISTERED)
                .transition(REGISTERED, AssetMove.ACCEPT_ASSIGNMENT, ASSIGNEE, REGISTERED)
                .transition(REGISTERED, AssetMove.REFUSE_ASSIGNMENT, ASSIGNEE, REGISTERED)
                .transition(REGISTERED, AssetMove.REFUSE_ASSIGNMENT, REGISTRANT, REGISTERED);
    }
}
