package org.tradeseal.gateway.ledger.fabric;

import io.grpc.Status;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** What a peer's gateway service answered instead of a result: its gRPC status and what single peers and orderers said. */
record PeerFailure(Status status, List<ErrorDetail> details) {
    // How the gateway service quotes the chaincode's answer.
    private static final Pattern ANSWER = Pattern.compile("chaincode response (\\d+), (.*)", Pattern.DOTALL);
    private static final int REFUSED = 400;
    private static final String DIFFERENT = "ProposalResponsePayloads do not match";
    private static final String UNKNOWN_TO_DISCOVERY = "failed to find any endorsing peers for org(s)";
    private static final String DISK_FULL = "no space left on device"; // ENOSPC as Go words it
    private static final String DIALLING = "error while dialing"; // grpc-go: the call was never sent

    PeerFailure {
        details = List.copyOf(details);
    }

    static PeerFailure of(GatewayException e) {
        return new PeerFailure(e.getStatus(), e.getDetails());
    }

    static PeerFailure of(GatewayRuntimeException e) {
        return new PeerFailure(e.getStatus(), e.getDetails());
    }

    /** Whether the call has certainly not left this machine. */
    boolean notSent() {
        if (status.getCode() != Status.Code.UNAVAILABLE) {
            return false;
        }
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the peer that was asked fails itself, and not one of those that it asked in turn, as far as one can tell. */
    boolean ofThePeerAsked() {
        return status.getCode() == Status.Code.DEADLINE_EXCEEDED
                || (status.getCode() == Status.Code.UNAVAILABLE && details.isEmpty() && !said(UNKNOWN_TO_DISCOVERY));
    }

    /** Whether no orderer has received the transaction: each one that was tried could not even be dialled. */
    boolean notOrdered() {
        return notSent()
                || (status.getCode() == Status.Code.UNAVAILABLE
                        && (said("no orderer nodes available")
                                || (!details.isEmpty()
                                        && details.stream()
                                                .allMatch(d ->
                                                        lower(d.getMessage()).contains(DIALLING)))));
    }

    /** Whether the orderer has refused the transaction for good. */
    boolean refusedByOrderer() {
        return status.getCode() == Status.Code.ABORTED && said("unsuccessful response from orderer");
    }

    /** Whether the channel does not accept the certificate that the call was signed with. */
    boolean identityRefused() {
        return said("access denied") || said("creator org") || status.getCode() == Status.Code.PERMISSION_DENIED;
    }

    /** Whether the peer's TLS certificate comes from another authority than the one configured. */
    boolean peerUntrusted() {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    /** Whether this peer, or what it needs to answer, is away, so that another organisation's peer may be asked. */
    boolean away() {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, FAILED_PRECONDITION, RESOURCE_EXHAUSTED -> true;
            default -> false;
        };
    }

    /** What the chaincode refused, in the words of the first peer that says so. */
    Optional<Refusal> refusal() {
        return answers().stream().filter(a -> a.status() == REFUSED).findFirst().map(PeerFailure::stated);
    }

    private static Refusal stated(Answer answer) {
        try {
            return CanonicalJson.read(answer.message().getBytes(StandardCharsets.UTF_8), Refusal.Stated.class)
                    .toRefusal();
        } catch (Refusal unreadable) {
            throw new IllegalStateException("the chaincode refused in another form than ours", unreadable);
        }
    }

    /** The refusal, if this many peers were asked and all of them refused for the same reason. */
    Optional<Refusal> refusalOfAll(int asked) {
        List<Answer> answers = answers();
        boolean all = answers.size() >= asked
                && answers.stream().allMatch(a -> a.equals(answers.get(0)))
                && details.size() == answers.size();
        return all ? refusal() : Optional.empty();
    }

    /** Whether peers that answered disagree: one may have yet to see the newest block. */
    boolean disagreement() {
        return details.stream().anyMatch(d -> d.getMessage().contains(DIFFERENT))
                || answers().stream().anyMatch(a -> a.status() == REFUSED);
    }

    /** The chaincode's own failure, which is a bug of ours. */
    Optional<String> bug() {
        return answers().stream()
                .filter(a -> a.status() != REFUSED)
                .map(a -> "chaincode response " + a.status() + ", " + a.message())
                .findFirst();
    }

    /** Which of these organisations failed, as far as the answer tells. */
    Set<MspId> failed(Set<MspId> asked) {
        Set<MspId> failed = new HashSet<>();
        for (MspId msp : asked) {
            boolean named = details.stream().anyMatch(d -> d.getMspId().equals(msp.value()))
                    || (details.isEmpty() && said(UNKNOWN_TO_DISCOVERY) && text().contains(msp.value()));
            if (named) {
                failed.add(msp);
            }
        }
        return failed;
    }

    /** What it means for the caller. Nothing was written where this is thrown. */
    RuntimeException toException() {
        Optional<Refusal> refusal = refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<String> bug = bug();
        if (bug.isPresent()) {
            return new IllegalStateException(bug.get());
        }
        if (said(DISK_FULL)) {
            return new Refusal(
                    ErrorCode.STORAGE_FULL,
                    "A peer's or orderer's disk is full; nothing was written.",
                    "节点或排序节点磁盘已满；未写入任何内容。");
        }
        if (said("larger than max") || said("REQUEST_ENTITY_TOO_LARGE") || said("is bigger than the maximum")) {
            return new Refusal(ErrorCode.TOO_LARGE, "The transaction is too large for the network.", "交易超过网络允许的大小。");
        }
        if (identityRefused()) {
            return new Refusal(
                    ErrorCode.UNAVAILABLE,
                    "The peers do not accept this gateway's certificate; its operator has to look at the log.",
                    "节点不接受本网关的证书；请运营方查看日志。");
        }
        return unavailable();
    }

    private Refusal unavailable() {
        return new Refusal(
                ErrorCode.UNAVAILABLE,
                "The peers needed cannot be reached, or do not answer; nothing was written.",
                "所需节点无法连接或未答复；未写入任何内容。");
    }

    /** One line for the log, without what the chaincode answered. */
    String brief() {
        List<String> parts = new ArrayList<>();
        String described = String.valueOf(status.getDescription());
        int pipeline = described.indexOf("Channel Pipeline"); // Netty's handlers tell a reader nothing
        parts.add(status.getCode() + " " + (pipeline < 0 ? described : described.substring(0, pipeline)));
        Throwable cause = status.getCause();
        if (cause != null) {
            parts.add(cause.toString());
            Throwable root = root(cause);
            if (root != cause) {
                parts.add(root.toString()); // of a failed handshake only the innermost says what is wrong
            }
        }
        details.forEach(d -> parts.add(d.getMspId() + ": "
                + (ANSWER.matcher(d.getMessage()).find() ? "refused by the chaincode" : d.getMessage())));
        String line = String.join("; ", parts).replace('\n', ' ');
        return line.substring(0, Math.min(400, line.length()));
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private record Answer(int status, String message) {}

    private List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (ErrorDetail detail : details) {
            Matcher answer = ANSWER.matcher(detail.getMessage());
            if (answer.find()) {
                answers.add(new Answer(Integer.parseInt(answer.group(1)), answer.group(2)));
            }
        }
        return answers;
    }

    private boolean said(String words) {
        return lower(text()).contains(lower(words));
    }

    private String text() {
        StringBuilder text = new StringBuilder(String.valueOf(status.getDescription()));
        details.forEach(d -> text.append('\n').append(d.getMessage()));
        return text.toString();
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }
}
