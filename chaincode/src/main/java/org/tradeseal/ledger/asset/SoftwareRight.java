package org.tradeseal.ledger.asset;

/** The nine rights of Software Regulation art. 8. */
public enum SoftwareRight {
    PUBLICATION,
    AUTHORSHIP,
    MODIFICATION,
    REPRODUCTION,
    DISTRIBUTION,
    RENTAL,
    NETWORK_DISSEMINATION,
    TRANSLATION,
    OTHER
}
