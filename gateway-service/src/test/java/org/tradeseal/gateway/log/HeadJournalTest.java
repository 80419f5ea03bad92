package org.tradeseal.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.verify.Sha256;

class HeadJournalTest {
    private static final Sha256 ROOT = Sha256.of(new byte[] {1});
    private static final Sha256 OTHER = Sha256.of(new byte[] {2});

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("signed-heads");
    }

    @Test
    void theLongestHeadIsKnownAfterARestart() {
        try (HeadJournal journal = new HeadJournal(file())) {
            journal.write(new HeadJournal.Head(7, ROOT));
            journal.write(new HeadJournal.Head(12, OTHER));
            journal.write(new HeadJournal.Head(9, ROOT));
        }
        try (HeadJournal again = new HeadJournal(file())) {
            assertThat(again.newest()).contains(new HeadJournal.Head(12, OTHER));
        }
    }

    @Test
    void aLineThatACrashCutShortWasNeverSigned() throws Exception {
        try (HeadJournal journal = new HeadJournal(file())) {
            journal.write(new HeadJournal.Head(7, ROOT));
        }
        Files.writeString(file(), "12 abcdef", StandardOpenOption.APPEND);
        try (HeadJournal again = new HeadJournal(file())) {
            assertThat(again.newest()).contains(new HeadJournal.Head(7, ROOT));
            again.write(new HeadJournal.Head(8, OTHER));
        }
        assertThat(Files.readAllLines(file())).containsExactly("7 " + ROOT, "8 " + OTHER);
    }

    @Test
    void anAcceptedHeadIsTheOneToGoOnFromThoughLongerOnesStayWritten() throws Exception {
        try (HeadJournal journal = new HeadJournal(file())) {
            journal.write(new HeadJournal.Head(12, OTHER));
            journal.accept(new HeadJournal.Head(7, ROOT));
            assertThat(journal.newest()).contains(new HeadJournal.Head(7, ROOT));
        }
        try (HeadJournal again = new HeadJournal(file())) {
            assertThat(again.newest()).contains(new HeadJournal.Head(7, ROOT));
            again.write(new HeadJournal.Head(8, ROOT));
            assertThat(again.newest()).contains(new HeadJournal.Head(8, ROOT));
        }
        assertThat(Files.readAllLines(file())).containsExactly("12 " + OTHER, "accepted 7 " + ROOT, "8 " + ROOT);
    }

    @Test
    void aDamagedLineStopsTheGatewayRatherThanBeingSkipped() throws Exception {
        Files.writeString(file(), "7 " + ROOT + "\nnonsense\n8 " + ROOT + "\n");
        assertThatThrownBy(() -> new HeadJournal(file())).hasMessageContaining("damaged");
    }

    @Test
    void theFileIsItsOwnersAlone() throws Exception {
        new HeadJournal(file()).close();
        assertThat(Files.getPosixFilePermissions(file()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
}
