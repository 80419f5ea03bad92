package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});
    private static final String ORIGIN = Checkpoint.origin(LEDGER);
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    private static final Checkpoint HEAD = new Checkpoint(ORIGIN, 1234567, Sha256.of(new byte[] {2}));

    static byte[] privateKey(int number) {
        return Sha256.digest(("private key " + number).getBytes(StandardCharsets.US_ASCII));
    }

    private static NoteSigner log(int number) {
        return NoteSigner.of(ORIGIN, NoteKey.Kind.LOG, privateKey(number));
    }

    private static NoteSigner witness(int number, String msp) {
        return NoteSigner.of(Trust.witnessName(LEDGER, msp), NoteKey.Kind.WITNESS, privateKey(number));
    }

    // The example of golang.org/x/mod/sumdb/note.
    @Test
    void verifiesThePublishedNote() {
        String published = """
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """;
        byte[] typed = Base64.getDecoder().decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        NoteKey key = new NoteKey(
                "PeterNeumann",
                NoteKey.Kind.LOG,
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(typed, 1, typed.length)));
        Note note = Note.parse(published);
        assertThat(key.verifierKey()).isEqualTo("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        assertThat(key.verifies(note.text(), note.signatures().get(0))).isTrue();
        assertThat(key.verifies(note.text() + "\n", note.signatures().get(0))).isFalse();
        assertThat(note).hasToString(published);
    }

    @Test
    void aHeadIsSignedByTheLogAndCosignedByWitnesses() {
        NoteSigner log = log(1);
        NoteSigner witness = witness(2, "BankMSP");
        String text = HEAD.text();
        Note note = new Note(text, List.of(log.sign(text, TIME))).with(witness.sign(text, TIME));
        Note read = Note.parse(note.toString());

        assertThat(read).isEqualTo(note);
        assertThat(Checkpoint.parse(read.text())).isEqualTo(HEAD);
        assertThat(log.key().verifies(text, read.signatures().get(0))).isTrue();
        assertThat(witness.key().verifies(text, read.signatures().get(1))).isTrue();
        assertThat(witness.key().time(read.signatures().get(1))).isEqualTo(TIME);
        assertThat(log.key().verifies(text, read.signatures().get(1))).isFalse();
        assertThat(witness.key().verifies(text, read.signatures().get(0))).isFalse();
        assertThat(log(3).key().verifies(text, read.signatures().get(0))).isFalse();
        assertThat(log.key()
                        .verifies(
                                text.replace("1234567", "1234568"),
                                read.signatures().get(0)))
                .isFalse();
    }

    @Test
    void aLogKeySignsNoCosignatureAndTheReverse() {
        NoteSigner log = log(1);
        NoteSigner same = NoteSigner.of(ORIGIN, NoteKey.Kind.WITNESS, privateKey(1));
        Note.Signature signature = log.sign(HEAD.text(), TIME);
        Note.Signature cosignature = same.sign(HEAD.text(), TIME);
        assertThat(log.key().id()).isNotEqualTo(same.key().id());
        assertThat(same.key().verifies(HEAD.text(), signature)).isFalse();
        assertThat(log.key().verifies(HEAD.text(), cosignature)).isFalse();
    }

    @Test
    void everyChangeOfACosignatureBreaksIt() {
        NoteSigner witness = witness(2, "BankMSP");
        byte[] data = witness.sign(HEAD.text(), TIME).bytes();
        for (int i = 0; i < data.length; i++) {
            byte[] changed = data.clone();
            changed[i] ^= 1;
            Note.Signature line = new Note.Signature(witness.key().name(), Base64Text.of(changed));
            assertThat(witness.key().verifies(HEAD.text(), line))
                    .as("byte %d", i)
                    .isFalse();
        }
        for (int length : new int[] {5, 68, 75, 77}) {
            Note.Signature line = new Note.Signature(witness.key().name(), Base64Text.of(Arrays.copyOf(data, length)));
            assertThat(witness.key().verifies(HEAD.text(), line)).isFalse();
        }
    }

    @Test
    void aHeadHasOneForm() {
        String root = Base64Text.of(HEAD.root().bytes());
        for (String wrong : List.of(
                "",
                "o\n1\n" + root,
                "o\n01\n" + root + "\n",
                "o\n+1\n" + root + "\n",
                "o\n-1\n" + root + "\n",
                "o\n1\n" + root + "\n\n",
                "o\n1\n" + root + "\nextension\n",
                "o\r\n1\r\n" + root + "\r\n",
                "o\n1\n" + root.replaceAll(".=$", "B=") + "\n",
                "o\n1\n" + root.replace("=", "") + "\n",
                "o\n9999999999999999999\n" + root + "\n",
                "an origin\n1\n" + root + "\n",
                "\n1\n" + root + "\n")) {
            assertThatThrownBy(() -> Checkpoint.parse(wrong)).as(wrong).isInstanceOf(Refusal.class);
        }
        assertThat(Checkpoint.parse("o\n0\n" + root + "\n").text()).isEqualTo("o\n0\n" + root + "\n");
    }

    @Test
    void aNoteHasOneForm() {
        String line = log(1).sign(HEAD.text(), TIME).toString();
        String note = HEAD.text() + "\n" + line;
        assertThat(Note.parse(note)).hasToString(note);
        List<String> wrong = new ArrayList<>(List.of(
                "",
                "\n",
                "\n\n",
                HEAD.text(),
                HEAD.text() + "\n",
                note + "\n",
                note + "x",
                note + line,
                note.substring(0, note.length() - 1),
                note.replace("\n", "\r\n"),
                note.replace("— ", "- "),
                note.replace("— ", "—  "),
                note.replace("=\n", "=\t\n"),
                "\u0007" + note,
                "\ud800" + note,
                "\n" + line,
                HEAD.text() + "\n— " + ORIGIN + "\n",
                HEAD.text() + "\n— " + ORIGIN + " AAAA\n",
                HEAD.text() + "\n—  AAAAAAAA\n",
                HEAD.text() + "\n— a+b AAAAAAAA\n",
                "x".repeat(20_000) + "\n\n" + line));
        StringBuilder many = new StringBuilder(HEAD.text()).append('\n');
        for (int i = 0; i <= Note.MAX_SIGNATURES; i++) {
            many.append(log(i).sign(HEAD.text(), TIME));
        }
        wrong.add(many.toString());
        for (String text : wrong) {
            assertThatThrownBy(() -> Note.parse(text)).as(text).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void aKeyIsAPointOfThePrimeOrderGroup() {
        byte[] identity = new byte[32];
        identity[0] = 1;
        for (byte[] wrong : List.of(identity, new byte[32], new byte[31], new byte[33])) {
            assertThatThrownBy(() -> new NoteKey(ORIGIN, NoteKey.Kind.LOG, Base64Text.of(wrong)))
                    .isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> NoteSigner.of(ORIGIN, NoteKey.Kind.LOG, new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyAWitnessSignsStatements() {
        Status status = new Status(
                Status.FORMAT,
                LEDGER,
                HEAD.size(),
                HEAD.root(),
                RecordId.derive(LEDGER, "AST", "PTC-1", "key"),
                3,
                null,
                Status.Scope.CHANNEL,
                null,
                null,
                TIME,
                TIME.plusSeconds(60),
                "BankMSP");
        NoteSigner witness = witness(2, "BankMSP");
        byte[] signature = Base64.getUrlDecoder().decode(witness.sign(status).signature());
        byte[] key = Base64Text.bytes(witness.key().key());
        assertThat(Ed25519Raw.verifies(key, status.signedBytes(), signature)).isTrue();
        assertThat(Ed25519Raw.verifies(key, CanonicalJson.bytes(status), signature))
                .isFalse();
        assertThatThrownBy(() -> log(1).sign(status)).isInstanceOf(IllegalArgumentException.class);
        assertThat(CanonicalJson.readCanonical(CanonicalJson.bytes(status), Status.class))
                .isEqualTo(status);
    }
}
