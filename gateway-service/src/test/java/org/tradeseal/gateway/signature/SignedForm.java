package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.enumerations.ASiCContainerType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Every accepted form of signature, over the same document. */
enum SignedForm {
    XADES_ENVELOPED_UBL,
    XADES_ENVELOPED_CII,
    XADES_DETACHED,
    CADES_DETACHED,
    CADES_ENVELOPING,
    ASIC_S_XADES,
    ASIC_S_CADES,
    ASIC_E_XADES,
    ASIC_E_CADES;

    static final byte[] UBL = utf8("""
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
                     xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
              <cbc:ID>F-2026-1</cbc:ID>
              <cbc:PayableAmount currencyID="EUR">100.00</cbc:PayableAmount>
            </Invoice>
            """);

    static final byte[] CII = utf8("""
            <rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100">
              <rsm:ExchangedDocument><ID>F-2026-1</ID><Total>100.00</Total></rsm:ExchangedDocument>
            </rsm:CrossIndustryInvoice>
            """);

    private static final String FILE = "invoice.xml";

    /** What is handed in: a document and, for detached forms, its signature. */
    static final class Signed {
        private final byte[] document;
        private final Optional<byte[]> signature;

        Signed(byte[] document, Optional<byte[]> signature) {
            this.document = document;
            this.signature = signature;
        }

        byte[] document() {
            return document;
        }

        Optional<byte[]> signature() {
            return signature;
        }
    }

    byte[] original() {
        return this == XADES_ENVELOPED_CII ? CII : UBL;
    }

    Signed sign(SampleSigner signer) {
        byte[] content = original();
        return switch (this) {
            case XADES_ENVELOPED_UBL, XADES_ENVELOPED_CII -> alone(signer.signEnveloped(content));
            case XADES_DETACHED -> new Signed(content, Optional.of(signer.signXmlDetached(content, FILE)));
            case CADES_DETACHED -> new Signed(content, Optional.of(signer.signDetached(content)));
            case CADES_ENVELOPING -> alone(signer.signEnveloping(content));
            case ASIC_S_XADES -> alone(signer.signContainerWithXades(content, FILE, ASiCContainerType.ASiC_S));
            case ASIC_S_CADES -> alone(signer.signContainerWithCades(content, FILE, ASiCContainerType.ASiC_S));
            case ASIC_E_XADES -> alone(signer.signContainer(content, FILE));
            case ASIC_E_CADES -> alone(signer.signContainerWithCades(content, FILE, ASiCContainerType.ASiC_E));
        };
    }

    /** The same with another amount in the document. */
    Signed tamper(Signed signed) {
        return switch (this) {
            case ASIC_S_XADES, ASIC_S_CADES, ASIC_E_XADES, ASIC_E_CADES ->
                alone(Zip.of(signed.document())
                        .replace(FILE, changedAmount(original()))
                        .bytes());
            default -> new Signed(changedAmount(signed.document()), signed.signature());
        };
    }

    static byte[] changedAmount(byte[] content) {
        // Latin-1 keeps every byte of a binary form as it is.
        return new String(content, StandardCharsets.ISO_8859_1)
                .replace("100.00", "900.00")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Signed alone(byte[] document) {
        return new Signed(document, Optional.empty());
    }
}
