package org.tradeseal.ledger.record;

import java.util.Set;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/**
 * A type of record: the prefix of its ids, its name on the wire, its content, where it lives, and which roles read every
 * record of the type.
 */
public record RecordType<T extends Content>(
        String prefix, String name, Class<T> content, Home home, Set<Role> readers) {

    /** Where records of a type live. */
    public enum Home {
        /** The channel's state: every organisation's peer holds it. */
        CHANNEL,
        /** The collection {@code financing}: only the registrars' peers hold it. */
        REGISTRARS
    }

    /** The registrars' collection. */
    public static final String FINANCING = "financing";

    public RecordType {
        readers = Set.copyOf(readers);
    }

    /** What is said of a record that does not exist, and of one that is not the asker's to see. */
    public Refusal missing(RecordId id) {
        return new Refusal(
                ErrorCode.NOT_FOUND,
                "There is no " + name + " " + id + ".",
                "没有编号为 " + id + " 的" + Nouns.zh(name) + "记录。");
    }

    /** Refuses an id of another type as not found. */
    public void requireId(RecordId id) {
        if (!id.prefix().equals(prefix)) {
            throw new Refusal(
                    ErrorCode.NOT_FOUND,
                    "The id " + id + " is not one of a " + name + " (" + prefix + "-…).",
                    "编号 " + id + " 不是" + Nouns.zh(name) + "的编号（" + prefix + "-…）。");
        }
    }
}
