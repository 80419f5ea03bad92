package org.tradeseal.gateway.consortium;

import io.grpc.Status;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** How a call that another organisation's gateway did not answer is told. */
final class Unreachable {
    private Unreachable() {}

    /** A gateway that did not answer; a status names no private content. */
    static Refusal of(MspId organisation, Status status) {
        return new Refusal(
                ErrorCode.UNAVAILABLE,
                "The gateway of " + organisation + " cannot be asked now (" + status.getCode() + ").",
                "目前无法访问 " + organisation + " 的网关（" + status.getCode() + "）。");
    }

    static Refusal unknown(MspId organisation) {
        return new Refusal(
                ErrorCode.UNAVAILABLE,
                "This gateway does not know the gateway of " + organisation
                        + ": add it to tradeseal.consortium.members.",
                "本网关未配置 " + organisation + " 的网关：请加入 tradeseal.consortium.members。");
    }

    static Refusal notAsCommitted(MspId organisation) {
        return new Refusal(
                ErrorCode.UNAVAILABLE,
                "The gateway of " + organisation + " showed another record than the ledger's leaf commits to.",
                organisation + " 的网关所示记录与账本的叶不符。");
    }

    static Refusal noRegistrar() {
        return new Refusal(
                ErrorCode.UNAVAILABLE,
                "This gateway knows no registrar's gateway: add them to tradeseal.consortium.members.",
                "本网关未配置任何登记机构的网关：请加入 tradeseal.consortium.members。");
    }
}
