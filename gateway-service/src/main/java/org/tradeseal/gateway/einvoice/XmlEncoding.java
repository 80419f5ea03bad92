package org.tradeseal.gateway.einvoice;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;

/**
 * Turns a document's bytes into characters after XML 1.0 appendix F: byte order mark, else the pattern of the first
 * bytes, else the declaration, else UTF-8. Malformed sequences are refused, never replaced.
 */
final class XmlEncoding {
    private static final Set<String> ACCEPTED = Set.of(
            "UTF-8",
            "US-ASCII",
            "ISO-8859-1",
            "ISO-8859-2",
            "ISO-8859-15",
            "WINDOWS-1250",
            "WINDOWS-1252",
            "GB18030",
            "GBK",
            "GB2312",
            "BIG5",
            "BIG5-HKSCS",
            "SHIFT_JIS",
            "EUC-JP",
            "EUC-KR");
    private static final Pattern DECLARATION =
            Pattern.compile("\\A<\\?xml\\s+version\\s*=\\s*([\"'])(?<version>[^\"']*)\\1"
                    + "(?:\\s+encoding\\s*=\\s*([\"'])(?<encoding>[A-Za-z][A-Za-z0-9._-]*)\\3)?");
    private static final int DECLARATION_BYTES = 256;

    private XmlEncoding() {}

    static String decode(byte[] bytes) {
        Start start = Start.of(bytes);
        String text;
        if (start.charset == null) {
            String head = new String(bytes, 0, Math.min(bytes.length, DECLARATION_BYTES), StandardCharsets.ISO_8859_1);
            text = strictly(accepted(declared(head)), bytes, 0);
        } else {
            text = strictly(start.charset, bytes, start.length);
            requireAgreement(start, declared(text));
        }
        requireVersionOne(text);
        if (text.indexOf('\0') >= 0) {
            throw malformed("it contains the character NUL", "含有 NUL 字符");
        }
        return text;
    }

    private record Start(@Nullable Charset charset, int length) {
        static Start of(byte[] b) {
            if (begins(b, 0xEF, 0xBB, 0xBF)) {
                return new Start(StandardCharsets.UTF_8, 3);
            }
            if (begins(b, 0xFF, 0xFE, 0, 0) || begins(b, 0, 0, 0xFE, 0xFF) || begins(b, 0, 0, 0, 0x3C)) {
                throw unsupported("UTF-32");
            }
            if (begins(b, 0x4C, 0x6F, 0xA7, 0x94)) {
                throw unsupported("EBCDIC");
            }
            if (begins(b, 0xFE, 0xFF)) {
                return new Start(StandardCharsets.UTF_16BE, 2);
            }
            if (begins(b, 0xFF, 0xFE)) {
                return new Start(StandardCharsets.UTF_16LE, 2);
            }
            if (begins(b, 0, 0x3C)) {
                return new Start(StandardCharsets.UTF_16BE, 0);
            }
            return begins(b, 0x3C, 0) ? new Start(StandardCharsets.UTF_16LE, 0) : new Start(null, 0);
        }

        private static boolean begins(byte[] bytes, int... expected) {
            if (bytes.length < expected.length) {
                return false;
            }
            for (int i = 0; i < expected.length; i++) {
                if ((bytes[i] & 0xFF) != expected[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static @Nullable String declared(String text) {
        Matcher declaration = DECLARATION.matcher(text.substring(0, Math.min(text.length(), DECLARATION_BYTES)));
        return declaration.find() ? declaration.group("encoding") : null;
    }

    private static Charset accepted(@Nullable String declared) {
        if (declared == null) {
            return StandardCharsets.UTF_8;
        }
        String name = declared.toUpperCase(Locale.ROOT);
        if (!ACCEPTED.contains(name)) {
            throw unsupported(declared);
        }
        return Charset.forName(name);
    }

    // XML 1.0 section 4.3.3: an encoding declaration that contradicts the bytes is a fatal error.
    private static void requireAgreement(Start start, @Nullable String declared) {
        if (declared == null || start.charset == null) {
            return;
        }
        String name = declared.toUpperCase(Locale.ROOT);
        String actual = start.charset.name();
        if (!name.equals(actual) && !(name.equals("UTF-16") && actual.startsWith("UTF-16"))) {
            throw malformed(
                    "it declares the encoding " + declared + " but is written in " + actual,
                    "声明的编码为 " + declared + "，实际编码为 " + actual);
        }
    }

    // XML 1.1 admits control characters that none of the rule sets expects.
    private static void requireVersionOne(String text) {
        Matcher declaration = DECLARATION.matcher(text.substring(0, Math.min(text.length(), DECLARATION_BYTES)));
        if (declaration.find() && !"1.0".equals(declaration.group("version"))) {
            throw malformed("only XML 1.0 is accepted", "只接受 XML 1.0");
        }
    }

    private static String strictly(Charset charset, byte[] bytes, int offset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, offset, bytes.length - offset))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("it contains bytes that are not " + charset.name(), "含有不符合 " + charset.name() + " 编码的字节");
        }
    }

    private static InvoiceRefused malformed(String en, String zh) {
        return new InvoiceRefused(
                Code.XML_NOT_WELL_FORMED,
                "The document is not well-formed XML: " + en + ".",
                "文档不是格式正确的 XML：" + zh + "。");
    }

    private static InvoiceRefused unsupported(String encoding) {
        return new InvoiceRefused(
                Code.XML_ENCODING_UNSUPPORTED,
                "The encoding " + encoding + " is not accepted; send the document in UTF-8.",
                "不接受编码 " + encoding + "；请以 UTF-8 提交文档。");
    }
}
