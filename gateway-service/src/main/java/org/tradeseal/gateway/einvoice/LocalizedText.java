package org.tradeseal.gateway.einvoice;

/** A sentence for people, in English and Chinese. */
public record LocalizedText(String en, String zh) {}
