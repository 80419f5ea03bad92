package org.tradeseal.gateway.setup;

import java.util.List;
import java.util.TreeSet;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.PublicKey;

/** An organisation of the consortium from its first day: a line of {@code network-config/organisations.csv}. */
record FoundingOrganisation(String name, MspId msp, boolean registrar, Role role, Name title) {
    private static final String HEADER = "name,msp,registrar,role,small,name_zh,name_en";

    /** Reads the list; a fault names its line. */
    static List<FoundingOrganisation> read(String csv) {
        List<String> lines = csv.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException(
                    "the list of organisations begins with " + HEADER + " / 组织清单首行须为 " + HEADER);
        }
        return lines.stream().skip(1).map(FoundingOrganisation::line).toList();
    }

    private static FoundingOrganisation line(String line) {
        String[] cells = line.split(",", -1);
        try {
            return new FoundingOrganisation(
                    cells[0],
                    new MspId(cells[1]),
                    cells[2].equals("yes"),
                    Role.valueOf(cells[3]),
                    new Name(cells[5], cells[6]));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not an organisation / 不是有效的组织：" + line, e);
        }
    }

    /** Its founding participant, which keeps this key itself. */
    Genesis.Founder founder(PublicKey key) {
        return new Genesis.Founder(
                name,
                new AdmitParticipant(
                        title,
                        msp,
                        new CountryCode("CN"),
                        new TreeSet<>(List.of(role)),
                        List.of(),
                        List.of(key),
                        Custody.SELF));
    }
}
