package org.tradeseal.ledger.asset;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * What a registration of data intellectual property states. {@code bytes} is the size; {@code updatesEnd} and
 * {@code agreementEnds} are the last days; the deposit is named by number and digest, or by the asset's deposit record.
 */
public record DataIpDetails(
        String industry,
        String scenario,
        Source source,
        @Nullable String collection,
        @Nullable String authority,
        @Nullable LocalDate agreementEnds,
        String format,
        Long records,
        Long bytes,
        String updateFrequency,
        @Nullable LocalDate updatesEnd,
        @Nullable String processing,
        @Nullable String depositNumber,
        @Nullable Sha256 depositDigest,
        PersonalFinding personal,
        Grade grade,
        String sample)
        implements AssetDetails {
    private static final int LINE = 300;
    private static final int PARAGRAPH = 5000;
    private static final int YEARS = 3;

    /** Where the data comes from. */
    public enum Source {
        SELF_COLLECTED,
        LICENSED,
        BOUGHT
    }

    /** What was found about personal data. */
    public enum PersonalFinding {
        NONE,
        ANONYMISED,
        CONTAINED
    }

    /** The grade of the data: 一般, 重要, 核心 (Data Security Law art. 21). */
    public enum Grade {
        GENERAL,
        IMPORTANT,
        CORE
    }

    public DataIpDetails {
        Texts.requireLine(Required.field(industry, "/industry"), LINE, "/industry");
        Texts.requireParagraph(Required.field(scenario, "/scenario"), PARAGRAPH, "/scenario");
        requireSource(Required.field(source, "/source"), collection, authority);
        Texts.requireLine(Required.field(format, "/format"), LINE, "/format");
        Texts.requireLine(Required.field(updateFrequency, "/updateFrequency"), LINE, "/updateFrequency");
        requireProcessed(Required.field(records, "/records"), Required.field(bytes, "/bytes"), processing);
        if ((depositNumber == null) != (depositDigest == null)) {
            throw new Refusal(
                            ErrorCode.FIELD_REQUIRED,
                            "A deposit is named by its number and its digest.",
                            "存证须同时写明编号和摘要。")
                    .at(depositNumber == null ? "/depositNumber" : "/depositDigest");
        }
        Texts.requireLine(depositNumber, LINE, "/depositNumber");
        if (agreementEnds != null && updatesEnd != null && updatesEnd.isAfter(agreementEnds)) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "The data cannot be updated after the underlying agreement has ended.",
                            "数据更新期限不得超过基础协议的期限。")
                    .at("/updatesEnd");
        }
        Required.field(personal, "/personal");
        Required.field(grade, "/grade");
        Texts.requireParagraph(Required.field(sample, "/sample"), PARAGRAPH, "/sample");
    }

    private static void requireSource(Source source, @Nullable String collection, @Nullable String authority) {
        Texts.requireParagraph(collection, PARAGRAPH, "/collection");
        Texts.requireParagraph(authority, PARAGRAPH, "/authority");
        Required.when(
                source == Source.SELF_COLLECTED,
                collection,
                "/collection",
                "Data collected by oneself states in what way it was collected.",
                "自行采集的数据须说明采集方式。");
        Required.when(
                source != Source.SELF_COLLECTED,
                authority,
                "/authority",
                "Licensed or bought data names the document that gives authority over it.",
                "许可取得或购买的数据须提供授权文件。");
    }

    private static void requireProcessed(long records, long bytes, @Nullable String processing) {
        if (records < 0 || bytes < 1) {
            throw new Refusal(ErrorCode.MALFORMED, "The scale is not plausible.", "数据规模不合理。")
                    .at(bytes < 1 ? "/bytes" : "/records");
        }
        Texts.requireParagraph(processing, PARAGRAPH, "/processing");
        if (records <= 1 || processing == null) {
            // Data IP registration rules: what is protected is a collection processed by rules and of practical value.
            throw new Refusal(
                            ErrorCode.NOT_ELIGIBLE,
                            "A single record or unprocessed raw data is not registered (data IP registration rules: a"
                                    + " collection, processed by stated rules).",
                            "单条数据或未经加工的原始数据不予登记（数据知识产权登记办法：须为经一定规则处理的数据集合）。")
                    .at(records <= 1 ? "/records" : "/processing");
        }
    }

    @Override
    public AssetClass assetClass() {
        return AssetClass.DATA_IP;
    }

    @Override
    public void requireConsistent(int owners, int creators, boolean deposited) {
        Required.when(
                !deposited,
                depositNumber,
                "/details/dataIp/depositNumber",
                "Data IP is deposited as evidence first: name the deposit's number and digest, or the deposit record.",
                "数据知识产权登记前须先存证：请写明存证编号与摘要，或引用存证记录。");
    }

    @Override
    public boolean restsOnAgreement() {
        return agreementEnds != null;
    }

    @Override
    public SortedMap<String, LocalDate> pastDays() {
        return new TreeMap<>();
    }

    @Override
    public Optional<LocalDate> lastDay(LocalDate published) {
        LocalDate last = published.plusYears(YEARS).minusDays(1);
        return Optional.of(agreementEnds != null && agreementEnds.isBefore(last) ? agreementEnds : last);
    }
}
