package org.tradeseal.gateway.receipt;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
    private final QrCode modules;

    private ReceiptCode(String link, boolean whole, QrCode modules) {
        this.link = link;
        this.whole = whole;
        this.modules = modules;
    }

    /** The code of a receipt at a gateway's address, such as {@code https://gateway.example}. */
    public static ReceiptCode of(Receipt receipt, String gateway) {
        for (byte[] file : new byte[][] {receipt.bytes(), receipt.bare().bytes()}) {
            ReceiptCode code = encoded(gateway + "/verify#n=", digits(file), true);
            if (code != null) {
                return code;
            }
        }
        String digest = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(receipt.bytes()).bytes());
        String link = gateway + "/verify#f=" + receipt.record().id() + ","
                + receipt.record().version() + "," + digest;
        return Objects.requireNonNull(encoded(link, "", false), "the gateway's address fits into a code");
    }

    /** Null where no code is large enough. */
    private static @Nullable ReceiptCode encoded(String address, String digits, boolean whole) {
        List<QrSegment> segments =
                digits.isEmpty() ? List.of(bytes(address)) : List.of(bytes(address), QrSegment.makeNumeric(digits));
        try {
            return new ReceiptCode(address + digits, whole, QrCode.encodeSegments(segments, QrCode.Ecc.LOW));
        } catch (DataTooLongException tooLarge) {
            return null;
        }
    }

    private static QrSegment bytes(String text) {
        return QrSegment.makeBytes(text.getBytes(StandardCharsets.US_ASCII));
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
        return modules.size + 2 * QUIET;
    }

    /** The code as an image that fits into a page. */
    public String svg() {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.size; y++) {
            for (int x = 0; x < modules.size; x++) {
                int start = x;
                while (x < modules.size && modules.getModule(x, y)) {
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
