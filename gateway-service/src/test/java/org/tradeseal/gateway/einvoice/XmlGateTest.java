package org.tradeseal.gateway.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;

class XmlGateTest {
    private final XmlGate gate = new XmlGate(XmlLimits.DEFAULT);

    @Test
    void admitsAPlainDocument() {
        assertThat(gate.admit(utf8("<a><b c='d'>e</b></a>"))
                        .getDocumentElement()
                        .getTextContent())
                .isEqualTo("e");
    }

    @Test
    void refusesAnEmptyDocument() {
        assertRefused(Code.DOCUMENT_EMPTY, new byte[0]);
        assertRefused(Code.XML_NOT_WELL_FORMED, utf8("   "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"external-entity.xml", "entity-bomb.xml"})
    void refusesADocumentTypeDeclaration(String name) {
        assertRefused(Code.XML_DTD_FORBIDDEN, Samples.defective(name));
    }

    @Test
    void refusesADocumentTypeDeclarationWithoutEntities() {
        assertRefused(Code.XML_DTD_FORBIDDEN, utf8("<!DOCTYPE a><a/>"));
        assertRefused(Code.XML_DTD_FORBIDDEN, utf8("<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>"));
    }

    @Test
    void refusesAReferenceToAnUndeclaredEntity() {
        assertThatExceptionOfType(InvoiceRefused.class)
                .isThrownBy(() -> gate.admit(utf8("<a>&b;</a>")))
                .satisfies(e -> assertThat(e.code()).isIn(Code.XML_DTD_FORBIDDEN, Code.XML_NOT_WELL_FORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a/>text",
                "<a b='1' b='2'/>",
                "<a>&#xD800;</a>",
                "<a>&#0;</a>",
                "<a>\u0001</a>",
                "<a>\uFFFE</a>",
                "<p:a/>",
                "<a>]]></a>",
                "<?xml version='1.1'?><a/>",
                "no xml at all"
            })
    void refusesMalformedXml(String document) {
        assertRefused(Code.XML_NOT_WELL_FORMED, utf8(document));
    }

    @Test
    void refusesATruncatedInvoice() {
        assertRefused(Code.XML_NOT_WELL_FORMED, Samples.defective("truncated.xml"));
    }

    @Test
    void refusesNulBytesAndBrokenSequences() {
        assertRefused(Code.XML_NOT_WELL_FORMED, utf8("<a>\0</a>"));
        assertRefused(Code.XML_NOT_WELL_FORMED, new byte[] {'<', 'a', '>', (byte) 0xC3, '(', '<', '/', 'a', '>'});
        byte[] surrogateInUtf8 = {'<', 'a', '>', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '<', '/', 'a', '>'};
        assertRefused(Code.XML_NOT_WELL_FORMED, surrogateInUtf8);
        byte[] loneSurrogate = "<a>\uD800</a>".getBytes(StandardCharsets.UTF_16BE);
        loneSurrogate[6] = (byte) 0xD8;
        loneSurrogate[7] = 0;
        assertRefused(Code.XML_NOT_WELL_FORMED, loneSurrogate);
    }

    @Test
    void refusesAnEncodingThatTheBytesContradict() {
        assertRefused(Code.XML_NOT_WELL_FORMED, withBom("<?xml version='1.0' encoding='ISO-8859-1'?><a/>"));
        byte[] utf16 = "<?xml version='1.0' encoding='UTF-8'?><a/>".getBytes(StandardCharsets.UTF_16);
        assertRefused(Code.XML_NOT_WELL_FORMED, utf16);
    }

    @Test
    void refusesEncodingsThatHidePlainText() {
        assertRefused(Code.XML_ENCODING_UNSUPPORTED, utf8("<?xml version='1.0' encoding='UTF-7'?><a/>"));
        assertRefused(Code.XML_ENCODING_UNSUPPORTED, "<a/>".getBytes(Charset.forName("UTF-32BE")));
        assertRefused(Code.XML_ENCODING_UNSUPPORTED, "<?xml version='1.0'?><a/>".getBytes(Charset.forName("IBM037")));
    }

    @Test
    void refusesTooManyBytes() {
        byte[] document = new byte[XmlLimits.DEFAULT.sizeBytes() + 1];
        Arrays.fill(document, (byte) ' ');
        assertRefused(Code.DOCUMENT_TOO_LARGE, document);
    }

    @Test
    void admitsSixtyFourLevelsAndNoMore() {
        assertThat(gate.admit(utf8("<a>".repeat(64) + "</a>".repeat(64)))).isNotNull();
        assertRefused(Code.XML_TOO_DEEP, utf8("<a>".repeat(65) + "</a>".repeat(65)));
    }

    @Test
    void refusesTooManyElementsAndAttributes() {
        assertRefused(Code.XML_TOO_MANY_ELEMENTS, utf8("<a>" + "<b/>".repeat(XmlLimits.DEFAULT.elements()) + "</a>"));
        StringBuilder attributes = new StringBuilder("<a");
        for (int i = 0; i <= XmlLimits.DEFAULT.attributesPerElement(); i++) {
            attributes.append(" a").append(i).append("=''");
        }
        assertRefused(Code.XML_TOO_MANY_ATTRIBUTES, utf8(attributes.append("/>").toString()));
    }

    @Test
    void refusesOverlongTextsAndAttributes() {
        assertRefused(
                Code.XML_TEXT_TOO_LONG,
                utf8("<a b='" + "x".repeat(XmlLimits.DEFAULT.attributeCharacters() + 1) + "'/>"));
        assertRefused(
                Code.XML_TEXT_TOO_LONG, utf8("<a>" + "x".repeat(XmlLimits.DEFAULT.textCharacters() + 1) + "</a>"));
    }

    @Test
    void aDocumentAtTheLimitIsMeasuredInSeconds() {
        byte[] wide = utf8("<a>" + "<b>1</b>".repeat(390_000) + "</a>");
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> gate.admit(wide));
    }

    @Test
    void damagedInvoicesAreRefusedOrReadButNeverThrowAnythingElse() {
        byte[] invoice = Samples.bytes(Samples.PINT);
        Random random = new Random(20261122);
        InvoiceReader reader = new InvoiceReader();
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = invoice.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                reader.read(random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged);
            } catch (InvoiceRefused e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(500, 2000);
    }

    private static byte[] withBom(String document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        out.writeBytes(utf8(document));
        return out.toByteArray();
    }

    private static byte[] utf8(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private void assertRefused(Code code, byte[] document) {
        assertThatExceptionOfType(InvoiceRefused.class)
                .isThrownBy(() -> gate.admit(document))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.detail().en()).isNotBlank();
                    assertThat(e.detail().zh()).isNotBlank();
                });
    }
}
