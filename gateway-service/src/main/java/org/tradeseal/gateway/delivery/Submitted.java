package org.tradeseal.gateway.delivery;

import org.tradeseal.verify.RecordId;

/** A command about this record was committed; its payload, if any, can be delivered. */
public record Submitted(RecordId record) {}
