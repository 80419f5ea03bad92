package org.tradeseal.gateway.signature;

/** What kind of bytes these are, by their first ones. */
enum Form {
    XML,
    ZIP,
    CMS,
    OTHER;

    static Form of(byte[] bytes) {
        if (startsWith(bytes, 0x50, 0x4B, 0x03, 0x04)) {
            return ZIP;
        }
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            return XML; // a UTF-16 byte order mark
        }
        int at = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        while (at < bytes.length && Character.isWhitespace(bytes[at])) {
            at++;
        }
        if (at < bytes.length && bytes[at] == '<') {
            return XML;
        }
        return startsWith(bytes, 0x30) ? CMS : OTHER;
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        if (bytes.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
