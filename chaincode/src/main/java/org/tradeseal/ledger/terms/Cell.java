package org.tradeseal.ledger.terms;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Text;

/**
 * A part of what an asset can be licensed for: days from and to, both included, territory, fields of use, manners.
 * Without {@code to} it lasts until the right ends (SPC interpretation on technology contracts, art. 28).
 */
public record Cell(LocalDate from, @Nullable LocalDate to, Territory territory, Selection fields, Selection manners) {

    /** Where two cells meet; empty if they differ in any dimension. */
    public Optional<Cell> overlap(Cell other) {
        LocalDate start = from.isAfter(other.from) ? from : other.from;
        LocalDate end = to == null ? other.to : other.to == null || to.isBefore(other.to) ? to : other.to;
        if (end != null && end.isBefore(start)) {
            return Optional.empty();
        }
        return territory
                .overlap(other.territory)
                .flatMap(t -> fields.overlap(other.fields)
                        .flatMap(f -> manners.overlap(other.manners).map(m -> new Cell(start, end, t, f, m))));
    }

    /** The cell from this day on; empty if it is over by then. */
    public Optional<Cell> since(LocalDate day) {
        return to != null && to.isBefore(day)
                ? Optional.empty()
                : Optional.of(new Cell(from.isBefore(day) ? day : from, to, territory, fields, manners));
    }

    /** The cell in words. */
    public Text text() {
        Text where = territory.text();
        Text field = fields.text("field", "领域");
        Text manner = manners.text("manner", "方式");
        return Text.of(
                "from " + from + (to == null ? " until the right ends" : " to " + to) + ", " + where.en() + ", "
                        + field.en() + ", " + manner.en(),
                "自 " + from + (to == null ? " 起至权利终止" : " 至 " + to) + "，" + where.zh() + "，" + field.zh() + "，"
                        + manner.zh());
    }
}
