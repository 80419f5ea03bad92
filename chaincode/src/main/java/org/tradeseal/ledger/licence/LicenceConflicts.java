package org.tradeseal.ledger.licence;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.terms.Cell;
import org.tradeseal.ledger.terms.LicenceKind;
import org.tradeseal.ledger.terms.LicenceTerms;
import org.tradeseal.ledger.terms.LiveLicence;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Text;

/**
 * Which licences of an asset stand in the way of a new one. Two licences conflict where term, territory, field of use and
 * manner all meet and one of them is exclusive or sole (SPC interpretation on technology contracts, art. 25 and 28). A
 * sublicence does not conflict with the licences it derives from.
 */
public final class LicenceConflicts {
    // Exclusive: nobody else, the licensor included. Sole: nobody but the licensor.
    private static final Text ARTICLE_25 = article("25", "二十五");
    private static final Text ARTICLE_27 = article("27", "二十七");

    private LicenceConflicts() {}

    private static Text article(String en, String zh) {
        return Text.of("SPC interpretation on technology contracts, art. " + en, "技术合同司法解释第" + zh + "条");
    }

    /** The conflicts of these terms with an asset's live licences from this day on, in the index's order. */
    public static List<LicenceConflict> check(LicenceTerms terms, List<LiveLicence> index, LocalDate asOf) {
        Set<RecordId> ancestors = ancestors(terms.parent(), index);
        List<LiveLicence> alive =
                index.stream().filter(l -> !l.terms().endedBy(asOf)).toList();
        List<LicenceConflict> conflicts = new ArrayList<>();
        for (LiveLicence other : alive) {
            if (!ancestors.contains(other.id())) {
                overlap(terms, other.terms(), asOf)
                        .flatMap(cell -> between(terms, other, alive, cell))
                        .ifPresent(conflicts::add);
            }
        }
        return List.copyOf(conflicts);
    }

    private static Optional<Cell> overlap(LicenceTerms one, LicenceTerms other, LocalDate asOf) {
        return one.cell().since(asOf).flatMap(a -> other.cell().since(asOf).flatMap(a::overlap));
    }

    private static Optional<LicenceConflict> between(
            LicenceTerms terms, LiveLicence other, List<LiveLicence> index, Cell cell) {
        LicenceKind theirs = other.terms().kind();
        if (terms.kind() == LicenceKind.ORDINARY && theirs == LicenceKind.ORDINARY) {
            return Optional.empty();
        }
        if (theirs == LicenceKind.SOLE && terms.unableToPractise() != null && isSibling(terms, other)) {
            // Art. 27: one ordinary licence counts as the practice of a sole licensor that cannot practise itself.
            return index.stream()
                    .filter(l -> l.terms().unableToPractise() != null && isSibling(terms, l))
                    .filter(l -> l.terms().cell().overlap(other.terms().cell()).isPresent())
                    .findFirst()
                    .map(used -> new LicenceConflict(other.id(), theirs, cell, ARTICLE_27));
        }
        return Optional.of(new LicenceConflict(other.id(), theirs, cell, ARTICLE_25));
    }

    private static boolean isSibling(LicenceTerms terms, LiveLicence other) {
        return Objects.equals(terms.parent(), other.terms().parent());
    }

    /** A licence and all that derive from it. */
    static Set<RecordId> descendants(RecordId root, List<LiveLicence> index) {
        Set<RecordId> found = new TreeSet<>(Set.of(root));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (LiveLicence licence : index) {
                RecordId parent = licence.terms().parent();
                grown |= parent != null && found.contains(parent) && found.add(licence.id());
            }
        }
        return found;
    }

    private static Set<RecordId> ancestors(@Nullable RecordId parent, List<LiveLicence> index) {
        Map<RecordId, LiveLicence> byId = new HashMap<>();
        index.forEach(l -> byId.put(l.id(), l));
        Set<RecordId> ancestors = new TreeSet<>();
        RecordId next = parent;
        while (next != null && ancestors.add(next)) {
            LiveLicence licence = byId.get(next);
            next = licence == null ? null : licence.terms().parent();
        }
        return ancestors;
    }
}
