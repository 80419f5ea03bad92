package org.tradeseal.gateway.verifypage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.tradeseal.verify.Sha256;

class VerifyPageTest {
    private final VerifyPage page = VerifyPage.load();
    private final String html = new String(page.html(), StandardCharsets.UTF_8);

    @Test
    void onlyTheOneScriptAndTheOneStyleMayRun() {
        assertThat(page.headers().get("Content-Security-Policy"))
                .startsWith("default-src 'none'; ")
                .contains("script-src " + hash("<script type=\"module\">(.*?)</script>") + ";")
                .contains("style-src " + hash("<style>(.*?)</style>") + ";")
                .contains(
                        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    private String hash(String element) {
        Matcher matcher = Pattern.compile(element, Pattern.DOTALL).matcher(html);
        assertThat(matcher.find()).isTrue();
        byte[] digest = Sha256.digest(matcher.group(1).getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    @Test
    void theOtherHeadersKeepThePageToItself() {
        assertThat(page.headers())
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("Content-Type", "text/html;charset=utf-8")
                .containsEntry("ETag", "\"" + Sha256.of(page.html()) + "\"");
    }

    @Test
    void aPageThatTheBrowserHasIsNotSentAgain() throws Exception {
        MockMvc gateway =
                MockMvcBuilders.standaloneSetup(new VerifyPageController()).build();
        MockHttpServletResponse first =
                gateway.perform(get("/verify")).andReturn().getResponse();
        assertThat(first.getStatus()).isEqualTo(200);
        assertThat(first.getContentAsByteArray()).isEqualTo(page.html());
        page.headers()
                .forEach((name, value) -> assertThat(first.getHeader(name)).isEqualToIgnoringCase(value));
        MockHttpServletResponse second = gateway.perform(
                        get("/verify").header("If-None-Match", page.headers().get("ETag")))
                .andReturn()
                .getResponse();
        assertThat(second.getStatus()).isEqualTo(304);
        assertThat(second.getContentAsByteArray()).isEmpty();
    }

    @Test
    void thePageIsOneFile() {
        assertThat(html)
                .doesNotContain("src=")
                .doesNotContain("import ")
                .doesNotContain("@import")
                .doesNotContain("url(")
                .doesNotContain("innerHTML");
        assertThat(Pattern.compile("href=\"(?!data:|#)").matcher(html).find()).isFalse();
    }
}
