package org.tradeseal.verify;

/** How a command refers to a record that changed with it. */
enum Naming {
    /** The record that the command is about: it creates it, or its body names it. */
    SUBJECT,
    /** Another record whose version the command expects, and so moves. */
    EXPECTED,
    /** Nothing in the command names the record: it changed by the ledger's rules. */
    BY_PRODUCT,
    /** The command names another version of the record, or a predecessor that it does not have. */
    CONTRADICTED;

    /** How the receipt's command refers to the receipt's record. */
    static Naming of(ParsedReceipt receipt) {
        return of(receipt, receipt.record());
    }

    /** How the receipt's command refers to a record that it made a version of. */
    static Naming of(ParsedReceipt receipt, LoggedRecord record) {
        Json command = receipt.command();
        Json expected = command.list("expect").stream()
                .filter(e -> e.text("id").equals(record.id().value()))
                .findFirst()
                .orElse(null);
        Json target = command.get("body").find("id");
        boolean addressed = target != null && target.is(record.id().value());
        if (expected != null) {
            boolean fits = expected.integer("version") == record.version() - 1
                    && expected.digest("leaf").equals(record.previousLeaf());
            return !fits ? CONTRADICTED : addressed ? SUBJECT : EXPECTED;
        }
        if (addressed) {
            return CONTRADICTED;
        }
        return record.version() == 1 && isCreated(receipt, record.id()) ? SUBJECT : BY_PRODUCT;
    }

    private static boolean isCreated(ParsedReceipt receipt, RecordId id) {
        Json command = receipt.command();
        boolean founder = command.text("command").equals("participant.found");
        return id.equals(RecordId.derive(
                receipt.ledger(),
                id.prefix(),
                founder ? "founder" : command.text("actor"),
                command.text("idempotencyKey")));
    }
}
