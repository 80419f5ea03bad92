package org.tradeseal.gateway.receipt;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.Sha256;

/**
 * The QR code of a receipt (docs/formats.md, Link): an address of the verifier page that holds the whole receipt, in digits,
 * since a code holds those best. A receipt that is too large for the largest code has one that names its file.
 */
public final class ReceiptCode {
    private static final int QUIET = 4;

    private final String link;
    private final boolean whole;
    private final ByteMatrix modules;

    private ReceiptCode(String link, boolean whole, ByteMatrix modules) {
        this.link = link;
        this.whole = whole;
        this.modules = modules;
    }

    /** The code of a receipt at a gateway's address, such as {@code https://gateway.example}. */
    public static ReceiptCode of(Receipt receipt, String gateway) {
        for (byte[] file : new byte[][] {receipt.bytes(), receipt.bare().bytes()}) {
            ReceiptCode code = encoded(gateway + "/verify#n=" + digits(file), true);
            if (code != null) {
                return code;
            }
        }
        String digest = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(receipt.bytes()).bytes());
        String link = gateway + "/verify#f=" + receipt.record().id() + ","
                + receipt.record().version() + "," + digest;
        return Objects.requireNonNull(encoded(link, false), "the gateway's address fits into a code");
    }

    /** Null where no code is large enough. */
    private static @Nullable ReceiptCode encoded(String link, boolean whole) {
        try {
            ByteMatrix modules = Encoder.encode(
                            link,
                            ErrorCorrectionLevel.L,
                            Map.of(EncodeHintType.QR_COMPACT, true, EncodeHintType.CHARACTER_SET, "ISO-8859-1"))
                    .getMatrix();
            return new ReceiptCode(link, whole, modules);
        } catch (WriterException tooLarge) {
            return null;
        }
    }

    // A byte 01 in front keeps zeros at the beginning.
    private static String digits(byte[] file) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(file);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            packed.write(1);
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return new BigInteger(1, packed.toByteArray()).toString();
        } finally {
            deflater.end();
        }
    }

    /** What the code says. */
    public String link() {
        return link;
    }

    /** Whether the code holds the whole receipt. */
    public boolean isWhole() {
        return whole;
    }

    /** How many modules the code is wide, with its quiet zone. */
    public int width() {
        return modules.getWidth() + 2 * QUIET;
    }

    /** The code as an image that fits into a page. */
    public String svg() {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                int start = x;
                while (x < modules.getWidth() && modules.get(x, y) == 1) {
                    x++;
                }
                if (x > start) {
                    path.append("M%d %dh%dv1h-%dz".formatted(start + QUIET, y + QUIET, x - start, x - start));
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"QR\" viewBox=\"0 0 " + width() + " "
                + width() + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + width() + "v" + width()
                + "h-" + width() + "z\"/><path d=\"" + path + "\"/></svg>\n";
    }
}
