package org.tradeseal.gateway.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.GeneratedFile;
import org.tradeseal.verify.ErrorCode;

/** docs/errors.md lists every code with what it means and what to do. */
class ErrorsTest {
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    @Test
    void theDocumentListsEveryCode() {
        StringBuilder text = new StringBuilder("""
                # Errors 错误代码

                Made from `ErrorCode` by `ErrorsTest`; do not edit. Codes are part of the interface: new ones are added, none is
                renamed. REST answers `application/problem+json` (RFC 9457) with the code as `code`; gRPC answers the status
                with the code as `ErrorInfo.reason`. `detail` says what was wrong in this case, in English or Chinese by
                `Accept-Language`; `errors[]` points at the field; `conflictsWith` names the records in the way.

                本文由 `ErrorsTest` 根据 `ErrorCode` 生成，请勿手工修改。错误代码是接口的一部分：只增不改。REST 返回
                `application/problem+json`（RFC 9457），`code` 为错误代码；gRPC 返回相应状态，代码在 `ErrorInfo.reason` 中。`detail`
                按 `Accept-Language` 以中文或英文说明具体原因；`errors[]` 指向字段；`conflictsWith` 列出妨碍此操作的记录。

                | code 代码 | HTTP | gRPC | meaning 含义 | remedy 办法 |
                |---|---|---|---|---|
                """);
        for (ErrorCode code : ErrorCode.values()) {
            text.append("| `")
                    .append(code)
                    .append("` | ")
                    .append(Problem.httpStatus(code))
                    .append(" | ")
                    .append(GrpcProblem.code(code.kind()))
                    .append(" | ")
                    .append(code.title().en())
                    .append("<br>")
                    .append(code.title().zh())
                    .append(" | ")
                    .append(code.remedy().en())
                    .append("<br>")
                    .append(code.remedy().zh())
                    .append(" |\n");
        }
        GeneratedFile.of("errors.md").mustBe(text.toString());
    }

    @Test
    void everyCodeSpeaksBothLanguages() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(code.title().en())
                    .as(code.name())
                    .doesNotContainPattern(HAN)
                    .isNotBlank();
            assertThat(code.remedy().en())
                    .as(code.name())
                    .doesNotContainPattern(HAN)
                    .endsWith(".");
            assertThat(code.title().zh()).as(code.name()).containsPattern(HAN);
            assertThat(code.remedy().zh()).as(code.name()).containsPattern(HAN).endsWith("。");
        }
    }
}
