package org.tradeseal.ledger.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * An amount of money, zero or more, written with exactly the decimals of its ISO 4217 currency: {@code 1250.00 EUR},
 * {@code 1250 JPY}; at most 15 digits before the point.
 */
public record Money(String amount, String currency) {
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(c -> c.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private static final Pattern AMOUNT = Pattern.compile("(0|[1-9][0-9]{0,14})(\\.[0-9]{1,4})?");

    public Money {
        if (!CURRENCIES.contains(currency)) {
            throw new Refusal(ErrorCode.MALFORMED, "Not an ISO 4217 currency code.", "不是 ISO 4217 货币代码。")
                    .at("/currency");
        }
        int scale = Currency.getInstance(currency).getDefaultFractionDigits();
        if (!AMOUNT.matcher(amount).matches() || new BigDecimal(amount).scale() != scale) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "An amount in " + currency + " is a decimal without sign and with exactly " + scale
                                    + " decimals, as a string.",
                            currency + " 金额须为不带符号、恰有 " + scale + " 位小数的十进制字符串。")
                    .at("/amount");
        }
    }

    /** The amount brought to the currency's scale. Refuses what does not fit without rounding. */
    public static Money of(BigDecimal amount, String currency) {
        if (!CURRENCIES.contains(currency)) {
            throw new Refusal(ErrorCode.MALFORMED, "Not an ISO 4217 currency code.", "不是 ISO 4217 货币代码。")
                    .at("/currency");
        }
        int scale = Currency.getInstance(currency).getDefaultFractionDigits();
        try {
            return new Money(
                    amount.setScale(scale, java.math.RoundingMode.UNNECESSARY).toPlainString(), currency);
        } catch (ArithmeticException e) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "The amount has more decimals than " + currency + " has.",
                            "金额的小数位超过 " + currency + " 的规定。")
                    .at("/amount");
        }
    }

    @JsonIgnore
    public BigDecimal value() {
        return new BigDecimal(amount);
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        return of(value().add(other.value()), currency);
    }

    /** The difference, or zero where the other amount is larger. */
    public Money minusDownToZero(Money other) {
        requireSameCurrency(other);
        return of(value().subtract(other.value()).max(BigDecimal.ZERO), currency);
    }

    public boolean exceeds(Money other) {
        requireSameCurrency(other);
        return value().compareTo(other.value()) > 0;
    }

    @JsonIgnore
    public boolean isZero() {
        return value().signum() == 0;
    }

    public Money zero() {
        return of(BigDecimal.ZERO, currency);
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "The amounts are in different currencies: " + currency + " and " + other.currency + ".",
                            "金额币种不同：" + currency + " 与 " + other.currency + "。")
                    .at("/currency");
        }
    }

    @Override
    public String toString() {
        return amount + " " + currency;
    }
}
