package org.tradeseal.ledger.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** A Fabric membership service provider's id: the name of an organisation on the channel. */
public record MspId(@JsonValue String value) implements Comparable<MspId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MspId {
        if (!SHAPE.matcher(value).matches()) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "An organisation's MSP id is 1 to 64 letters, digits or hyphens.",
                    "组织的 MSP 编号为 1 至 64 个字母、数字或连字符。");
        }
    }

    /**
     * The organisation's collection of payloads, which its own clients only read and write. Not Fabric's implicit one: that is
     * open to any client of the channel that follows this organisation's peer (docs/adr/0010).
     */
    public String payloadCollection() {
        return "payloads_" + value;
    }

    @Override
    public int compareTo(MspId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
