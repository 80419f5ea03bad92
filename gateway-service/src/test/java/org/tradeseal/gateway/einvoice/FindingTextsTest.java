package org.tradeseal.gateway.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.gateway.einvoice.RuleRun.Broken;

class FindingTextsTest {
    private final FindingTexts texts = new FindingTexts();

    @ParameterizedTest
    @CsvSource({
        "BR-02, 发票必须有发票号码",
        "ibr-002, 发票必须有发票号码",
        "ibr-co-15, 含税总额",
        "BR-CO-15-GST-SG, 含税总额",
        "ibr-cl-14, ISO 3166-1",
        "BR-DEC-12, 两位小数",
        "BR-S-08, 标准税率",
        "BR-IC-05, 欧盟内部供货",
        "aligned-ibrp-e-05-aunz, 免税",
        "aligned-ibrp-047, 税种代码",
        "ALIGNED-IBRP-001-OM, 规范标识",
        "PEPPOL-EN16931-R008, 空元素",
        "ibr-079, 空元素"
    })
    void aKnownRuleHasItsOwnChineseText(String rule, String chinese) {
        Finding finding = texts.ruleFinding(broken(rule, "[" + rule + "]-Published text (BT-1)."));

        assertThat(finding.message().en()).isEqualTo("Published text (BT-1).");
        assertThat(finding.message().zh()).contains(chinese).doesNotContain("Published", "{");
        assertThat(finding.remedy().en()).isNotBlank().doesNotContain("{");
        assertThat(finding.remedy().zh()).containsPattern("\\p{IsHan}").doesNotContain("{");
    }

    @Test
    void anotherRuleIsExplainedByTheBusinessTermsItNames() {
        Finding finding = texts.ruleFinding(
                broken("ibr-191-ae", "Payment means type code (ibt-081) must be provided in (ibg-16)."));

        assertThat(finding.message().zh()).contains("付款方式代码（BT-81）", "付款指示（BG-16）", "规则原文：Payment means");
        assertThat(finding.remedy().en()).contains("Payment means type code (BT-81)");
        assertThat(finding.remedy().zh()).contains("付款方式代码（BT-81）");
    }

    @Test
    void aRuleWithoutTermsStillHasTextAndRemedyInBothLanguages() {
        Finding finding = texts.ruleFinding(broken("NO-R-002", "Something national."));

        assertThat(finding.message().zh()).contains("NO-R-002", "Something national.");
        assertThat(finding.remedy().en()).isNotBlank();
        assertThat(finding.remedy().zh()).containsPattern("\\p{IsHan}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IBR-066-OM", "ibr-191-ae"})
    void aCountrysOwnRuleIsNotTakenForASharedOneOfTheSameNumber(String rule) {
        assertThat(texts.ruleFinding(broken(rule, "Own text.")).message().zh()).contains("Own text.");
    }

    private static Broken broken(String id, String text) {
        return new Broken(id, true, "/Invoice[1]", text);
    }
}
