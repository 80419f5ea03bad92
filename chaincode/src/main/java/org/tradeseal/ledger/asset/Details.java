package org.tradeseal.ledger.asset;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The details of one class, under the name of the class: exactly one of the members is present. */
public record Details(
        @Nullable SoftwareDetails software,
        @Nullable DataIpDetails dataIp,
        @Nullable WorkDetails work) {

    public Details {
        if (present(software, dataIp, work).size() != 1) {
            throw new Refusal(
                    ErrorCode.FIELD_REQUIRED,
                    "Exactly one of software, dataIp and work is filled in.",
                    "software、dataIp、work 三者须且仅须填写一项。");
        }
    }

    private static List<AssetDetails> present(
            @Nullable SoftwareDetails software, @Nullable DataIpDetails dataIp, @Nullable WorkDetails work) {
        return Stream.of(software, dataIp, work)
                .filter(Objects::nonNull)
                .map(AssetDetails.class::cast)
                .toList();
    }

    /** The member that is present. */
    public AssetDetails chosen() {
        return present(software, dataIp, work).get(0);
    }

    void requireClass(AssetClass assetClass) {
        if (chosen().assetClass() != assetClass) {
            throw new Refusal(
                            ErrorCode.FIELD_REQUIRED,
                            "The details of class " + assetClass + " are required, not those of "
                                    + chosen().assetClass() + ".",
                            "须填写 " + assetClass + " 类的专项内容，而不是 " + chosen().assetClass() + " 的。")
                    .at("/details");
        }
    }
}
