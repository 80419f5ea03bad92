package org.tradeseal.gateway.delivery;

import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.RegistryRecord;

/** Marks on a record that a recipient's collection holds its payload. */
public interface DeliveryAcknowledgement {
    void acknowledge(RegistryRecord record, MspId recipient);
}
