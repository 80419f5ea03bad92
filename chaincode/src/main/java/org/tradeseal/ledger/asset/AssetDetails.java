package org.tradeseal.ledger.asset;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import org.tradeseal.ledger.record.Required;

/** What one class of assets states besides the fields that all classes have. */
public sealed interface AssetDetails permits SoftwareDetails, DataIpDetails, WorkDetails {
    AssetClass assetClass();

    /** Refuses what contradicts the common fields: how many own it, who created it, whether it was deposited. */
    void requireConsistent(int owners, int creators, boolean deposited);

    /** The days that lie in the past, by JSON pointer. */
    SortedMap<String, LocalDate> pastDays();

    /** The last day of the right, if it depends on nothing but these fields and the day its public notice began. */
    Optional<LocalDate> lastDay(LocalDate published);

    /** Whether the right lasts no longer than an agreement that it rests on. */
    default boolean restsOnAgreement() {
        return false;
    }

    /** Software and works name who made them. */
    static void requireCreators(int creators) {
        Required.when(creators == 0, null, "/creators", "Name at least one author or developer.", "至少列明一位作者或开发者。");
    }
}
