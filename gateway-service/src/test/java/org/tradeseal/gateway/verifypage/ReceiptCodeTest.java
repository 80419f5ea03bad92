package org.tradeseal.gateway.verifypage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.tradeseal.gateway.receipt.ReceiptCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.Sha256;

/** A receipt's QR code: photographed from a page, it opens the receipt. */
class ReceiptCodeTest extends PageInBrowser {
    private static Receipt receipt(String name) throws Exception {
        return Receipt.read(Files.readAllBytes(VECTORS.resolve(name + Receipt.FILE_ENDING)));
    }

    private static String gateway() {
        return address().replace(VerifyPage.PATH, "");
    }

    /** What a reader sees in a picture of the page. */
    private String photographed(ReceiptCode code) throws Exception {
        Page page = blank("en-GB", ColorScheme.LIGHT);
        page.setViewportSize(1400, 1400);
        page.setContent("<body style='background: #ddd'><h1>Receipt 收据</h1><div style='width: " + 6 * code.width()
                + "px'>" + code.svg() + "</div></body>");
        return read(page);
    }

    private static String read(Page page) throws Exception {
        return read(page.screenshot(new Page.ScreenshotOptions().setFullPage(true)));
    }

    private static String read(byte[] png) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        RGBLuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)), Map.of(DecodeHintType.TRY_HARDER, Boolean.TRUE))
                .getText();
    }

    @Test
    void aCodeReadFromAPictureOpensItsReceiptAsValid() throws Exception {
        for (String name : List.of("asset-filed", "invoice-issued", "founder")) {
            ReceiptCode code = ReceiptCode.of(receipt(name), gateway());
            assertThat(code.isWhole()).as(name).isTrue();
            String read = photographed(code);
            assertThat(read).isEqualTo(code.link()).startsWith(address() + "#n=");
            Page page = open(blank("en-GB", ColorScheme.LIGHT), read);
            assertThat(verdict(page)).as(name).isEqualTo("VALID");
            assertThat(page.locator("#about").innerText())
                    .contains(receipt(name).record().id().value());
        }
    }

    @Test
    void thePageHasTheCodeInPrint() throws Exception {
        Page page = open();
        page.setViewportSize(1400, 1400);
        assertThat(verdict(page, "with-document.receipt.json", "document.txt")).isEqualTo("VALID");
        page.locator("#code svg").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
        assertThat(page.locator("#code").isVisible()).isFalse();
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(page.locator("#code").isVisible()).isTrue();
        page.evaluate("() => { const code = document.querySelector('#code').style; code.maxWidth = 'none';"
                + " code.width = '1300px'; }");
        String read = read(page.locator("#code svg").screenshot());
        assertThat(read).startsWith(address() + "#n=");
        assertThat(verdict(open(blank("zh-CN", ColorScheme.LIGHT), read))).isEqualTo("VALID");
    }

    @Test
    void openingsAreLeftOutWhereTheyDoNotFit() throws Exception {
        FieldOpening large =
                new FieldOpening(new Field("/text", Field.Type.TEXT, incompressible(6000)), Sha256.of(), 0, List.of());
        ReceiptCode code = ReceiptCode.of(receipt("asset-filed").withOpenings(List.of(large)), gateway());
        assertThat(code.isWhole()).isTrue();
        Page page = open(blank("en-GB", ColorScheme.LIGHT), code.link());
        assertThat(verdict(page)).isEqualTo("VALID");
    }

    @Test
    void aReceiptThatFitsIntoNoCodeIsNamedByIt() throws Exception {
        Receipt receipt = receipt("asset-filed");
        Receipt large = receipt.under(receipt.head(), incompressible(4000), null);
        ReceiptCode code = ReceiptCode.of(large, gateway());
        assertThat(code.isWhole()).isFalse();
        assertThat(photographed(code)).isEqualTo(code.link());
        Page page = open(blank("en-GB", ColorScheme.LIGHT), code.link());
        Locator told = page.locator("[data-slot=receipt] .error");
        told.waitFor();
        assertThat(told.innerText()).contains(receipt.record().id().value() + "-v1.receipt.json");
    }

    private static String incompressible(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(Sha256.of(new byte[] {(byte) i, (byte) (i >> 8)}).hex(), 0, 63);
        }
        return text.substring(0, length);
    }
}
