package org.tradeseal.gateway.invoice;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.commands.BodyCompletion;
import org.tradeseal.gateway.delivery.Payloads;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.financing.IdentityOpening;
import org.tradeseal.ledger.invoice.InvoiceFields;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.FieldTree;
import org.tradeseal.verify.RecordId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens an invoice's fields for the commands whose rules look at them, from the payload that the caller's organisation
 * holds. What the caller opened itself stays as it is; what cannot be opened is left out, and the contract says so.
 */
@Component
class Openings implements BodyCompletion {
    private final Payloads payloads;
    private final Ledger ledger;

    Openings(Payloads payloads, Ledger ledger) {
        this.payloads = payloads;
        this.ledger = ledger;
    }

    @Override
    public void complete(Caller caller, CommandRule<?> rule, ObjectNode body) {
        if (rule.creates() && rule.feature().equals("invoice")) {
            return; // the intake opens the fields of a new invoice itself
        }
        Optional<FieldTree> tree = Optional.empty();
        for (RecordComponent component : rule.body().getRecordComponents()) {
            if (isOpening(component) && !body.has(component.getName())) {
                tree = tree.isPresent() ? tree : tree(caller, body);
                tree.ifPresent(t -> body.set(component.getName(), opened(t, component)));
            }
        }
        if (body.get("creditNotes") != null) {
            body.get("creditNotes").forEach(note -> openCreditNote(caller, note));
        }
    }

    private static boolean isOpening(RecordComponent component) {
        return component.getType() == PayableOpening.class
                || component.getType() == IdentityOpening.class
                || component.getType() == FieldOpening.class;
    }

    private static JsonNode opened(FieldTree tree, RecordComponent component) {
        if (component.getType() == PayableOpening.class) {
            return CanonicalJson.toTree(payable(tree));
        }
        if (component.getType() == IdentityOpening.class) {
            return CanonicalJson.toTree(new IdentityOpening(
                    tree.open(InvoiceFields.NUMBER.pointer()), tree.open(InvoiceFields.ISSUE_DATE.pointer())));
        }
        InvoiceFields field =
                component.getName().equals("buyerOpening") ? InvoiceFields.BUYER_ID : InvoiceFields.NUMBER;
        return CanonicalJson.toTree(tree.open(field.pointer()));
    }

    private static PayableOpening payable(FieldTree tree) {
        return new PayableOpening(
                tree.open(InvoiceFields.PAYABLE_AMOUNT.pointer()), tree.open(InvoiceFields.CURRENCY.pointer()));
    }

    private void openCreditNote(Caller caller, JsonNode note) {
        if (note instanceof ObjectNode json && !json.has("payable")) {
            tree(caller, json).ifPresent(t -> {
                json.set("payable", CanonicalJson.toTree(payable(t)));
                json.set("precedingNumber", CanonicalJson.toTree(t.open(InvoiceFields.PRECEDING_NUMBER.pointer())));
            });
        }
    }

    private Optional<FieldTree> tree(Caller caller, ObjectNode body) {
        JsonNode id = body.has("invoice") ? body.get("invoice") : body.get("id");
        if (id == null || !id.isString()) {
            return Optional.empty();
        }
        return payloads.of(caller, new RecordId(id.stringValue())).map(p -> p.fieldTree(ledger.digest()));
    }
}
