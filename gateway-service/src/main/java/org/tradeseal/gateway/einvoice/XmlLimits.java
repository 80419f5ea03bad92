package org.tradeseal.gateway.einvoice;

/** How large and how nested a foreign XML document may be before anything parses it. */
public record XmlLimits(
        int sizeBytes, int depth, int elements, int attributesPerElement, int attributeCharacters, int textCharacters) {

    /** 10 MiB, 64 levels, 400 000 elements (about 10 000 invoice lines), texts long enough for an attached PDF. */
    public static final XmlLimits DEFAULT =
            new XmlLimits(10 * 1024 * 1024, 64, 400_000, 64, 64 * 1024, 9 * 1024 * 1024);

    public XmlLimits {
        if (sizeBytes < 1
                || depth < 1
                || elements < 1
                || attributesPerElement < 1
                || attributeCharacters < 1
                || textCharacters < 1) {
            throw new IllegalArgumentException("every XML limit must be positive");
        }
    }
}
