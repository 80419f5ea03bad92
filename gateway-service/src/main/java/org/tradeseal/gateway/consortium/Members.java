package org.tradeseal.gateway.consortium;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tradeseal.ledger.record.MspId;

/** The other organisations. Each certification authority stands for one of them, and each certificate too. */
final class Members {
    private final List<Member> all;

    Members(List<Member> all) {
        this.all = List.copyOf(all);
        Map<MspId, Member> byName = new HashMap<>();
        Map<PublicKey, Member> byAuthority = new HashMap<>();
        for (Member member : all) {
            if (byName.put(member.msp(), member) != null) {
                throw new IllegalStateException("tradeseal.consortium.members: " + member.msp() + " is listed twice / "
                        + member.msp() + " 重复出现");
            }
            for (PublicKey key : member.authorityKeys()) {
                Member other = byAuthority.put(key, member);
                if (other != null) {
                    throw new IllegalStateException("tradeseal.consortium.members: " + other.msp() + " and "
                            + member.msp() + " have the same TLS certification authority, so that their certificates"
                            + " do not tell them apart / " + other.msp() + " 与 " + member.msp()
                            + " 使用同一 TLS CA，无法凭证书区分");
                }
            }
        }
    }

    static Members of(ConsortiumSettings settings) {
        return new Members(settings.members().stream().map(Member::of).toList());
    }

    List<Member> all() {
        return all;
    }

    Optional<Member> find(MspId msp) {
        return all.stream().filter(m -> m.msp().equals(msp)).findFirst();
    }

    /** The one organisation that a client certificate was issued for; none if several would have it. */
    Optional<Member> identify(X509Certificate[] chain) {
        List<Member> issuers = new ArrayList<>();
        if (chain.length > 0) {
            all.stream().filter(m -> m.issued(chain)).forEach(issuers::add);
        }
        return issuers.size() == 1 ? Optional.of(issuers.get(0)) : Optional.empty();
    }
}
