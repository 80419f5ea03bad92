package org.tradeseal.gateway.spreadsheet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * The encoding of a text file: a byte order mark decides (UTF-8, GB18030); without one the file is UTF-8 if all of it is, or
 * else GB18030 if all of it is. UTF-16 and UTF-32 are refused, as is anything else.
 */
record TextEncoding(Charset charset, int markBytes) {
    private static final Charset GB18030 = Charset.forName("GB18030");

    static TextEncoding of(Path file) throws IOException {
        byte[] head = head(file);
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return requireWhole(file, new TextEncoding(StandardCharsets.UTF_8, 3));
        }
        if (starts(head, 0x84, 0x31, 0x95, 0x33)) {
            return requireWhole(file, new TextEncoding(GB18030, 4));
        }
        if (starts(head, 0xFF, 0xFE) || starts(head, 0xFE, 0xFF) || starts(head, 0, 0, 0xFE, 0xFF)) {
            throw refused("the file is UTF-16 or UTF-32", "文件为 UTF-16 或 UTF-32 编码");
        }
        TextEncoding utf8 = new TextEncoding(StandardCharsets.UTF_8, 0);
        if (utf8.firstFault(file) < 0) {
            return utf8;
        }
        return requireWhole(file, new TextEncoding(GB18030, 0));
    }

    private static TextEncoding requireWhole(Path file, TextEncoding encoding) throws IOException {
        long fault = encoding.firstFault(file);
        if (fault >= 0) {
            throw refused(
                    "about byte " + fault + " is not " + encoding.charset,
                    "第 " + fault + " 字节附近不是 " + encoding.charset);
        }
        return encoding;
    }

    private static Refusal refused(String en, String zh) {
        return new Refusal(
                ErrorCode.MALFORMED,
                "The file's encoding is not understood: " + en + ". Save it as “CSV UTF-8”.",
                "无法识别文件编码：" + zh + "。请另存为“CSV UTF-8”。");
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(4);
        }
    }

    private static boolean starts(byte[] head, int... mark) {
        if (head.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((head[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private CharsetDecoder decoder() {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    // The place of the first bytes that are no text in this encoding, roughly; below zero if there are none.
    private long firstFault(Path file) throws IOException {
        CharsetDecoder decoder = decoder();
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        CharBuffer chars = CharBuffer.allocate(64 * 1024);
        long position = 0;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(markBytes);
            while (true) {
                int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
                boolean end = read < 0;
                bytes.position(bytes.position() + Math.max(read, 0)).flip();
                int before = bytes.position();
                CoderResult result = decoder.decode(bytes, chars, end);
                position += bytes.position() - before;
                if (result.isError()) {
                    return position + markBytes;
                }
                chars.clear();
                bytes.compact();
                if (end) {
                    return -1;
                }
            }
        }
    }

    /** The text after the byte order mark. */
    Reader reader(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.skipNBytes(markBytes);
            return new InputStreamReader(in, decoder());
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
