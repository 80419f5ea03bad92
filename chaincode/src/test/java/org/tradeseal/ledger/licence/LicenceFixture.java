package org.tradeseal.ledger.licence;

import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.terms.LicenceKind;
import org.tradeseal.ledger.terms.LicenceTerms;
import org.tradeseal.ledger.terms.Selection;
import org.tradeseal.ledger.terms.Sublicensing;
import org.tradeseal.ledger.terms.Territory;
import org.tradeseal.verify.RecordId;

/** Terms of licences, for tests; each method changes one thing. */
public record LicenceFixture(
        LicenceKind kind,
        String from,
        String to,
        List<String> territory,
        List<String> fields,
        List<String> manners,
        Sublicensing sublicensing,
        RecordId parent,
        String statement) {

    static final LicenceFixture ORDINARY = new LicenceFixture(
            LicenceKind.ORDINARY,
            "2026-12-01",
            "2028-11-30",
            List.of("SG"),
            List.of("ALL"),
            List.of("ALL"),
            null,
            null,
            null);
    static final LicenceFixture EXCLUSIVE = ORDINARY.of(LicenceKind.EXCLUSIVE);
    static final LicenceFixture SOLE = ORDINARY.of(LicenceKind.SOLE);

    LicenceFixture of(LicenceKind k) {
        return new LicenceFixture(k, from, to, territory, fields, manners, sublicensing, parent, statement);
    }

    LicenceFixture during(String start, String end) {
        return new LicenceFixture(kind, start, end, territory, fields, manners, sublicensing, parent, statement);
    }

    LicenceFixture in(String... countries) {
        return new LicenceFixture(kind, from, to, List.of(countries), fields, manners, sublicensing, parent, statement);
    }

    LicenceFixture forFields(String... names) {
        return new LicenceFixture(kind, from, to, territory, List.of(names), manners, sublicensing, parent, statement);
    }

    LicenceFixture by(String... names) {
        return new LicenceFixture(kind, from, to, territory, fields, List.of(names), sublicensing, parent, statement);
    }

    LicenceFixture sublicensable(int depth, LicenceKind strongest) {
        Sublicensing allowed = new Sublicensing(depth, strongest);
        return new LicenceFixture(kind, from, to, territory, fields, manners, allowed, parent, statement);
    }

    LicenceFixture under(RecordId id) {
        return new LicenceFixture(kind, from, to, territory, fields, manners, sublicensing, id, statement);
    }

    LicenceFixture unable() {
        return new LicenceFixture(
                kind, from, to, territory, fields, manners, sublicensing, parent, "we run no data centre");
    }

    LicenceTerms terms() {
        return new LicenceTerms(
                kind,
                new Selection(new TreeSet<>(List.of("reproduction", "network dissemination"))),
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                new Territory(new TreeSet<>(territory)),
                new Selection(new TreeSet<>(fields)),
                new Selection(new TreeSet<>(manners)),
                sublicensing,
                parent,
                statement,
                "Law of Singapore",
                "SIAC");
    }

    RecordId offer(TestLedger ledger, RecordId licensor, RecordId asset, RecordId licensee) {
        return ledger.create(licensor, "licence.offer", new OfferLicence(asset, licensee, terms(), null));
    }

    RecordId accepted(TestLedger ledger, RecordId licensor, RecordId asset, RecordId licensee) {
        RecordId id = offer(ledger, licensor, asset, licensee);
        ledger.run(licensee, "licence.accept", new AnswerLicence(id, null));
        return id;
    }

    RecordId recorded(TestLedger ledger, RecordId licensor, RecordId asset, RecordId licensee) {
        RecordId id = accepted(ledger, licensor, asset, licensee);
        ledger.run(ledger.ipCentre, "licence.record", new DecideLicence(id, "in order"));
        return id;
    }
}
