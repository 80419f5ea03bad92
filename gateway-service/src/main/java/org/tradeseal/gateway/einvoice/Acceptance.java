package org.tradeseal.gateway.einvoice;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A buyer's answer to an invoice in a UBL 2.1 ApplicationResponse, for buyers outside the consortium.
 *
 * @param id the response's own number
 * @param invoiceNumber the invoice it answers (BT-1)
 * @param invoiceDate the invoice's issue date, if the response states it
 * @param code the response code as written (UNCL 4343 subset of Peppol's Invoice Response)
 * @param answer what the code means for the invoice's life
 * @param sender who answers: the buyer
 * @param receiver who is answered: the seller
 * @param sha256 SHA-256 of the response's bytes, lower-case hexadecimal
 */
public record Acceptance(
        String id,
        LocalDate issueDate,
        String invoiceNumber,
        @Nullable LocalDate invoiceDate,
        String code,
        Answer answer,
        InvoiceParty sender,
        InvoiceParty receiver,
        String sha256) {

    /** What a response code means for the invoice. */
    public enum Answer {
        /** AP. */
        ACCEPTED,
        /** RE. */
        REJECTED,
        /** UQ under query, CA conditionally accepted. */
        DISPUTED,
        /** AB received, IP in process, PD paid: says nothing about consent. */
        NO_DECISION
    }
}
