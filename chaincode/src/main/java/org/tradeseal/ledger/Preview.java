package org.tradeseal.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Expectation;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;

/**
 * What a command would do if it were submitted now: the expectations it needs, the digest an authority signs as
 * {@code result}, and the records that would result, the addressed one first. {@code replayed} if it was done before.
 */
public record Preview(
        @Nullable Outcome replayed,
        List<Expectation> expect,
        @Nullable Sha256 result,
        List<RegistryRecord> records) {
    public Preview {
        expect = List.copyOf(expect);
        records = List.copyOf(records);
    }
}
