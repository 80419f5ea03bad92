package org.tradeseal.ledger.asset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** A co-owner's share of a right: {@code 1}, or a fraction below one such as {@code 1/3} with up to six digits each. */
public record Share(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("1|[1-9][0-9]{0,5}/[1-9][0-9]{0,5}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Share {
        if (!SHAPE.matcher(value).matches() || part(value, 0).compareTo(part(value, 1)) > 0) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A share is 1 or a fraction such as 1/3, with up to six digits above and below.",
                    "份额为 1 或分数，例如 1/3，分子分母各不超过六位。");
        }
    }

    private static BigInteger part(String value, int index) {
        String[] parts = value.split("/", -1);
        return index < parts.length ? new BigInteger(parts[index]) : BigInteger.ONE;
    }

    /** Whether the shares add up to exactly one. */
    static boolean addUpToOne(List<Share> shares) {
        BigInteger numerator = BigInteger.ZERO;
        BigInteger denominator = BigInteger.ONE;
        for (Share share : shares) {
            BigInteger below = part(share.value, 1);
            numerator = numerator.multiply(below).add(part(share.value, 0).multiply(denominator));
            denominator = denominator.multiply(below);
            BigInteger common = numerator.gcd(denominator);
            numerator = numerator.divide(common);
            denominator = denominator.divide(common);
        }
        return numerator.equals(denominator);
    }

    @Override
    public String toString() {
        return value;
    }
}
