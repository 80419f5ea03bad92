package org.tradeseal.gateway.einvoice;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The seller (BG-4) or buyer (BG-7) as the invoice names them.
 *
 * @param name BT-27 or BT-44
 * @param country BT-40 or BT-55, ISO 3166-1 alpha-2
 * @param identifiers sorted by kind and canonical value
 */
public record InvoiceParty(@Nullable String name, @Nullable String country, List<Identifier> identifiers) {

    public InvoiceParty {
        // The two syntaxes keep several identifiers of one kind in different orders; which is first must not depend on
        // it.
        identifiers = identifiers.stream()
                .sorted(Comparator.comparing(Identifier::kind)
                        .thenComparing(identifier -> Canonical.identifier(identifier.value())))
                .toList();
    }

    /** One identifier of a party and the scheme it states, an ISO 6523 or EAS code. */
    public record Identifier(Kind kind, @Nullable String scheme, String value) {}

    /** What an identifier is; the order of the first four is the order in which they name a party. */
    public enum Kind {
        /** BT-31 or BT-48. */
        TAX,
        /** BT-30 or BT-47. */
        REGISTRATION,
        /** BT-29 or BT-46. */
        PARTY,
        /** BT-34 or BT-49. */
        ELECTRONIC_ADDRESS,
        /** BT-32, a local tax registration; never names a party. */
        TAX_REGISTRATION
    }

    /** The identifier that stands for the party in fingerprints: tax, else registration, party, electronic address. */
    public @Nullable Identifier primary() {
        for (Kind kind : List.of(Kind.TAX, Kind.REGISTRATION, Kind.PARTY, Kind.ELECTRONIC_ADDRESS)) {
            Identifier found = first(kind);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    public @Nullable Identifier first(Kind kind) {
        return identifiers.stream()
                .filter(identifier -> identifier.kind() == kind)
                .findFirst()
                .orElse(null);
    }
}
