package org.tradeseal.ledger.asset;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** Filings and the way to a registered asset, for tests. */
public final class AssetFixture {
    private AssetFixture() {}

    public static PrivateContent files(MspId... recipients) {
        return new PrivateContent(
                new FieldRoot(Sha256.of(new byte[] {1}), 3, "asset/1"),
                Sha256.of(new byte[] {2}),
                new TreeSet<>(List.of(recipients)),
                new TreeSet<>());
    }

    static SoftwareDetails software() {
        return new SoftwareDetails(
                "Harbour",
                "V1.0",
                "application software",
                SoftwareDetails.Work.ORIGINAL,
                null,
                LocalDate.parse("2026-01-15"),
                new Publication(LocalDate.parse("2026-03-01"), new CountryCode("CN"), "Shanghai"),
                SoftwareDetails.Development.ALONE,
                SoftwareDetails.Acquisition.ORIGINAL,
                SoftwareDetails.Scope.ALL,
                new TreeSet<>(),
                "x86-64 server",
                "Linux 6",
                List.of("Java"),
                48_000L,
                "Plans berths in container ports.",
                SoftwareDetails.Identification.FIRST_AND_LAST_30_PAGES);
    }

    static DataIpDetails dataIp(LocalDate agreementEnds) {
        return new DataIpDetails(
                "shipping",
                "forecast of port calls",
                DataIpDetails.Source.SELF_COLLECTED,
                "AIS receivers of our own",
                null,
                agreementEnds,
                "Parquet",
                2_000_000L,
                900_000_000L,
                "daily",
                null,
                "cleaned, joined with berths, aggregated by hour",
                "EV-2026-17",
                Sha256.of(new byte[] {3}),
                DataIpDetails.PersonalFinding.NONE,
                DataIpDetails.Grade.GENERAL,
                "hour, port, calls: 2026-01-01T00, CNSHA, 14");
    }

    static WorkDetails work() {
        return new WorkDetails(
                WorkDetails.Category.WRITTEN,
                WorkDetails.Ownership.CORPORATE,
                LocalDate.parse("2025-05-05"),
                null,
                null);
    }

    static List<Registrant> sole(RecordId owner) {
        return List.of(new Registrant(owner, new Share("1")));
    }

    /** Owners in equal shares. */
    public static List<Registrant> shared(RecordId... owners) {
        List<Registrant> registrants = new ArrayList<>();
        for (RecordId owner : owners) {
            registrants.add(new Registrant(owner, new Share(owners.length == 1 ? "1" : "1/" + owners.length)));
        }
        return registrants;
    }

    static FileAsset filing(List<Registrant> registrants, AssetDetails details) {
        return new FileAsset(
                details.assetClass(),
                new Name("港口排程", "Harbour planner"),
                new CountryCode("CN"),
                registrants,
                List.of(new Name("林海", null)),
                RightNature.ORIGINAL,
                null,
                null,
                null,
                detailsOf(details),
                files(TestLedger.IP_CENTRE));
    }

    private static Details detailsOf(AssetDetails chosen) {
        return new Details(
                chosen instanceof SoftwareDetails software ? software : null,
                chosen instanceof DataIpDetails dataIp ? dataIp : null,
                chosen instanceof WorkDetails work ? work : null);
    }

    /** A software copyright, registered for these owners in equal shares. */
    public static RecordId registeredSoftware(TestLedger ledger, RecordId... owners) {
        RecordId id = ledger.create(owners[0], "asset.file", filing(shared(owners), software()));
        decide(ledger, "start-review", id);
        decide(ledger, "register", id);
        return id;
    }

    static RecordId publishedData(TestLedger ledger, RecordId owner) {
        RecordId id = ledger.create(owner, "asset.file", filing(sole(owner), dataIp(null)));
        decide(ledger, "start-review", id);
        decide(ledger, "publish", id);
        return id;
    }

    public static RecordId registeredData(TestLedger ledger, RecordId owner) {
        RecordId id = publishedData(ledger, owner);
        ledger.pass(Duration.ofDays(15));
        decide(ledger, "register", id);
        return id;
    }

    public static void decide(TestLedger ledger, String move, RecordId id) {
        ledger.run(ledger.ipCentre, "asset." + move, new DecideAsset(id, "in order"));
    }
}
