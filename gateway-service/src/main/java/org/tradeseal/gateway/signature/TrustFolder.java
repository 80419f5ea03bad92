package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.DSSUtils;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trust folder: read once, and again whenever a file in it comes, goes or changes. */
final class TrustFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TrustFolder.class);
    private static final long LARGEST_FILE_BYTES = 50_000_000;

    private final TrustSettings settings;
    private volatile @Nullable Content current;

    TrustFolder(TrustSettings settings) {
        this.settings = settings;
    }

    /** The folder's content as one unchanging whole; {@code listing} tells whether it is still current. */
    record Content(List<String> listing, PinnedAnchors anchors, List<X509CRLHolder> crls, TrustReport report) {

        static Content trusting(CertificateToken anchor) {
            return new Content(
                    List.of(),
                    new PinnedAnchors(List.of(anchor)),
                    List.of(),
                    new TrustReport(List.of(), List.of(), List.of()));
        }

        boolean hasRevocationListOf(CertificateToken certificate) {
            X500Name issuer =
                    X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
            return crls.stream().anyMatch(crl -> crl.getIssuer().equals(issuer));
        }
    }

    Content content() {
        List<String> listing = listing();
        Content known = current;
        if (known != null && known.listing().equals(listing)) {
            return known;
        }
        Content read = new Reading(settings.pins()).read(files(), listing);
        TrustReport report = read.report();
        LOG.info(
                "trust folder: {} anchors, {} revocation lists, {} entries unused, {} of them SM2",
                report.anchors().size(),
                report.revocationLists().size(),
                report.unused().size(),
                report.sm2Anchors());
        for (TrustReport.Unused unused : report.unused()) {
            LOG.warn(
                    "trust folder: {} is not used: {}",
                    unused.file(),
                    unused.cause().english());
        }
        current = read;
        return read;
    }

    private List<Path> files() {
        Path folder = settings.folder();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> listing() {
        return files().stream().map(TrustFolder::stamp).toList();
    }

    private static String stamp(Path file) {
        try {
            return file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return file.getFileName() + " gone"; // between listing and look: the next call reads again
        }
    }

    /** One pass over the files. */
    private static final class Reading {
        private final List<String> pins;
        private final List<CertificateToken> anchors = new ArrayList<>();
        private final List<X509CRLHolder> crls = new ArrayList<>();
        private final List<TrustReport.Anchor> anchorEntries = new ArrayList<>();
        private final List<TrustReport.RevocationList> crlEntries = new ArrayList<>();
        private final List<TrustReport.Unused> unused = new ArrayList<>();

        Reading(List<String> pins) {
            this.pins = pins;
        }

        Content read(List<Path> files, List<String> listing) {
            for (Path file : files) {
                readFile(file);
            }
            return new Content(
                    listing,
                    new PinnedAnchors(anchors),
                    List.copyOf(crls),
                    new TrustReport(anchorEntries, crlEntries, unused));
        }

        private void readFile(Path path) {
            String file = path.getFileName().toString();
            int before = anchorEntries.size() + crlEntries.size() + unused.size();
            try {
                if (Files.size(path) <= LARGEST_FILE_BYTES) {
                    readBytes(file, Files.readAllBytes(path));
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("trust folder: {}: {}", file, e.toString());
            }
            if (anchorEntries.size() + crlEntries.size() + unused.size() == before) {
                unused.add(new TrustReport.Unused(file, null, TrustReport.Cause.UNREADABLE));
            }
        }

        private void readBytes(String file, byte[] bytes) throws IOException {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (!text.contains("-----BEGIN ")) {
                readDer(file, bytes);
                return;
            }
            try (PemReader pem = new PemReader(new StringReader(text))) {
                for (PemObject object = pem.readPemObject(); object != null; object = pem.readPemObject()) {
                    readDer(file, object.getContent());
                }
            }
        }

        private void readDer(String file, byte[] der) {
            Optional<X509CertificateHolder> certificate = certificate(der);
            if (certificate.isPresent()) {
                addCertificate(file, certificate.get(), der);
                return;
            }
            try {
                X509CRLHolder crl = new X509CRLHolder(der);
                Date next = crl.getNextUpdate();
                Instant nextUpdate = next == null ? null : next.toInstant();
                crls.add(crl);
                crlEntries.add(new TrustReport.RevocationList(
                        file, Digests.sha256Hex(der), crl.getIssuer().toString(), nextUpdate));
            } catch (IOException | RuntimeException e) {
                unused.add(new TrustReport.Unused(file, Digests.sha256Hex(der), TrustReport.Cause.UNREADABLE));
            }
        }

        private static Optional<X509CertificateHolder> certificate(byte[] der) {
            try {
                return Optional.of(new X509CertificateHolder(der));
            } catch (IOException | RuntimeException e) {
                return Optional.empty();
            }
        }

        private void addCertificate(String file, X509CertificateHolder certificate, byte[] der) {
            String digest = Digests.sha256Hex(der);
            BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
            if (!pins.isEmpty() && !pins.contains(digest)) {
                unused.add(new TrustReport.Unused(file, digest, TrustReport.Cause.NOT_PINNED));
            } else if (Sm2.isUsedBy(certificate)) {
                unused.add(new TrustReport.Unused(file, digest, TrustReport.Cause.SM2));
            } else if (constraints == null || !constraints.isCA()) {
                // An end certificate as an anchor would escape every check of validity and revocation.
                unused.add(new TrustReport.Unused(file, digest, TrustReport.Cause.NOT_A_CA));
            } else {
                anchors.add(DSSUtils.loadCertificate(der));
                anchorEntries.add(new TrustReport.Anchor(
                        file,
                        digest,
                        certificate.getSubject().toString(),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()));
            }
        }
    }
}
